using System.Runtime.InteropServices;
using Braid.Linux.Ftrace;
using Braid.Sessions.Recording;

namespace Braid.Sessions.Probes;

/// <summary>
/// The probes of a recording, as events of the kernel. All of them, or none: what cannot be had is an error. To be disposed
/// of after the instance that has them enabled.
/// </summary>
internal sealed class ProbeSet : IDisposable
{
    private readonly DynamicEvents _events;
    private readonly Dictionary<EventName, string> _names = [];

    private ProbeSet(TracefsMount mount) => _events = new(mount);

    /// <summary>What the events are called in a trace, by the kernel's name.</summary>
    public IReadOnlyDictionary<EventName, string> Names => _names;

    /// <summary>Defines the probes.</summary>
    /// <exception cref="RecordingException">A probe cannot be placed; the message says which and why.</exception>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static ProbeSet Define(TracefsMount mount, IReadOnlyList<UserProbe> user, IReadOnlyList<KernelProbe> kernel, Action<string> warn)
    {
        var set = new ProbeSet(mount);
        try
        {
            if (user.Count > 0) Require(mount, DynamicEvents.UserProbes, "CONFIG_UPROBE_EVENTS=y", user[0].Text);
            if (kernel.Count > 0) Require(mount, DynamicEvents.KernelProbes, "CONFIG_KPROBE_EVENTS=y", kernel[0].Text);
            foreach (var probe in user) set.Define(probe, warn);
            foreach (var probe in kernel)
            {
                var isArm64 = RuntimeInformation.OSArchitecture == Architecture.Arm64;
                set._names.Add(set._events.Define(DynamicEvents.KernelProbes, Kind(probe.IsReturn), probe.Definition(isArm64)), probe.TraceName);
            }

            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private void Define(UserProbe probe, Action<string> warn)
    {
        using var file = ProbedFile.Open(probe);
        if (probe.Provider is null)
        {
            var arguments = probe.Arguments.Select(a => a.Definition(file.IsArm64));
            var place = $"{file.KernelPath}:0x{file.Place(probe, warn):x} {string.Join(' ', arguments)}";
            _names.Add(_events.Define(DynamicEvents.UserProbes, Kind(probe.IsReturn), place), probe.TraceName);
            return;
        }

        // Places whose arguments have the same types are one event for the kernel, others are events with the same name.
        var byTypes = new Dictionary<string, EventName>(StringComparer.Ordinal);
        foreach (var (place, arguments) in file.Places(probe, warn))
        {
            var types = string.Join(' ', arguments.Split(' ').Select(static a => a[(a.LastIndexOf(':') + 1)..]));
            var isMore = byTypes.TryGetValue(types, out var known);
            var name = _events.Define(DynamicEvents.UserProbes, 'p', $"{file.KernelPath}:{place} {arguments}", isMore ? known : null);
            if (byTypes.TryAdd(types, name)) _names.Add(name, probe.TraceName);
        }
    }

    private static void Require(TracefsMount mount, string file, string option, string probe)
    {
        if (!DynamicEvents.IsSupported(mount, file)) throw new RecordingException($"probe '{probe}': this kernel lacks {option} (there is no {mount.Path}/{file})");
    }

    private static char Kind(bool isReturn) => isReturn ? 'r' : 'p';
}
