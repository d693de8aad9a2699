using System.Globalization;
using Braid.Linux.Interop;
using Braid.Linux.Processes;

namespace Braid.Linux.Ftrace;

/// <summary>
/// Events that this process defines: probes in programs (uprobe_events) and in the kernel (kprobe_events). Definitions are
/// seen by all instances and outlive their maker, so each goes by a group with the name of this process; the next recording
/// removes those of dead ones. To be disposed of after the instances that have them enabled. One thread at a time.
/// </summary>
public sealed class DynamicEvents : IDisposable
{
    /// <summary>Probes in programs: Documentation/trace/uprobetracer.rst.</summary>
    public const string UserProbes = "uprobe_events";

    /// <summary>Probes in the kernel: Documentation/trace/kprobetrace.rst.</summary>
    public const string KernelProbes = "kprobe_events";

    private const string Prefix = "braid_";

    private static int s_last;

    private readonly TracefsMount _mount;
    private readonly List<(string File, EventName Name)> _defined = [];

    /// <summary>Makes a group with no events.</summary>
    public DynamicEvents(TracefsMount mount)
    {
        _mount = mount;
        var me = ProcessIdentity.Current;
        Group = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{me.Pid}_{me.StartTime}_{Interlocked.Increment(ref s_last)}");
    }

    /// <summary>The subsystem of the events.</summary>
    public string Group { get; }

    /// <summary>Whether this kernel has such probes at all.</summary>
    public static bool IsSupported(TracefsMount mount, string file) => File.Exists($"{mount.Path}/{file}");

    /// <summary>Defines an event, which is then among those of <see cref="EventCatalogue"/>.</summary>
    /// <param name="file"><see cref="UserProbes"/> or <see cref="KernelProbes"/>.</param>
    /// <param name="kind">p for a probe, r for one where a function returns.</param>
    /// <param name="place">What follows the name in the kernel's notation: the place and the arguments. No line breaks.</param>
    /// <param name="more">An event of the same kind and arguments that gets this place besides those it has.</param>
    /// <exception cref="KernelException">The kernel refused, for the reason in the message.</exception>
    public EventName Define(string file, char kind, string place, EventName? more = null)
    {
        if (place.Contains('\n', StringComparison.Ordinal)) throw new ArgumentException("a definition is one line", nameof(place));
        var name = more ?? new EventName(Group, string.Create(CultureInfo.InvariantCulture, $"p{_defined.Count}"));
        try
        {
            KernelFile.Write($"{_mount.Path}/{file}", $"{kind}:{name.Subsystem}/{name.Event} {place}\n", append: true);
        }
        catch (KernelException e)
        {
            throw new KernelException(e.Errno, $"define '{place}' in", e.Path, Reason(file) ?? e.Fix);
        }

        if (more is null) _defined.Add((file, name));
        return name;
    }

    /// <summary>Removes the events.</summary>
    /// <exception cref="KernelException">EBUSY: an instance still has one enabled.</exception>
    public void Dispose()
    {
        for (; _defined.Count > 0; _defined.RemoveAt(_defined.Count - 1)) Remove(_mount, _defined[^1].File, _defined[^1].Name);
    }

    /// <summary>Removes the events whose maker has died, except those that another process's instance has enabled.</summary>
    internal static void Sweep(TracefsMount mount)
    {
        foreach (var file in new[] { UserProbes, KernelProbes })
        {
            if (!IsSupported(mount, file)) continue;
            foreach (var line in KernelFile.Read($"{mount.Path}/{file}").Split('\n'))
            {
                if (NameIn(line) is not { } name || Owner(name.Subsystem) is not { } owner || owner.IsAlive) continue;
                try
                {
                    Remove(mount, file, name);
                }
                catch (KernelException e) when (e.Errno is Errno.Busy or Errno.NoEntry)
                {
                    // Enabled elsewhere, or another sweep was faster: the next one sees to it.
                }
            }
        }
    }

    /// <summary>The name in <c>p:GROUP/EVENT PLACE</c>; the kernel adds a number to r.</summary>
    private static EventName? NameIn(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        return colon > 0 && end > colon && line[(colon + 1)..end].Split('/') is [var group, var name] ? new(group, name) : null;
    }

    private static ProcessIdentity? Owner(string group) =>
        group.StartsWith(Prefix, StringComparison.Ordinal) && group[Prefix.Length..].Split('_') is [var pid, var start, _]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && ulong.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? new ProcessIdentity(id, time)
            : null;

    private static void Remove(TracefsMount mount, string file, EventName name) =>
        KernelFile.Write($"{mount.Path}/{file}", $"-:{name.Subsystem}/{name.Event}\n", append: true);

    /// <summary>
    /// What the kernel's log of errors says of the last one: <c>[  12.345678] trace_uprobe: error: MESSAGE</c>, the command, and a
    /// mark below the place. Null when it is not of <paramref name="file"/>.
    /// </summary>
    private string? Reason(string file)
    {
        var log = $"{_mount.Path}/error_log";
        if (!File.Exists(log)) return null;
        var last = KernelFile.Read(log).Split('\n').LastOrDefault(static l => l.Contains("error:", StringComparison.Ordinal));
        return last is not null && last.Contains(file[..^"_events".Length], StringComparison.Ordinal) ? last[(last.IndexOf("error:", StringComparison.Ordinal) + 7)..] : null;
    }
}
