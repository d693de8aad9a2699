using Braid.Linux.Ftrace;
using Braid.Linux.Interop;
using Braid.Script.Filters;
using Braid.Sessions.Probes;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Recording;

/// <summary>The kernel side of a recording, found before anything is created.</summary>
/// <param name="Mount">Where tracefs is.</param>
/// <param name="Events">The events asked for.</param>
internal sealed record KernelSelection(TracefsMount Mount, EventSelection Events) : IDisposable
{
    private ProbeSet? _probes;

    /// <summary>
    /// Finds the kernel events asked for; null when none were. When this user may not have them but asked for user-space
    /// events too, says so and returns null.
    /// </summary>
    public static KernelSelection? Find(RecordingOptions options, Action<string> warn)
    {
        if (options.KernelEvents.Count + options.SystemCalls.Count + options.UserProbes.Count + options.KernelProbes.Count == 0)
        {
            if (Environment.IsPrivilegedProcess) TracefsMount.Find()?.Sweep();
            return null;
        }

        TracefsMount mount;
        try
        {
            mount = TracefsMount.Open();
        }
        catch (KernelException e) when (options.UserEvents.Count > 0)
        {
            warn($"kernel events are left out: {e.Message}");
            return null;
        }

        if (options.UserProbes.Count + options.KernelProbes.Count == 0) return Select(mount, options);
        mount.Sweep();
        var probes = ProbeSet.Define(mount, options.UserProbes, options.KernelProbes, warn);
        try
        {
            var selection = Select(mount, options);
            return selection with { Events = selection.Events.With(probes.Names), _probes = probes };
        }
        catch
        {
            probes.Dispose();
            throw;
        }
    }

    /// <summary>The events that the kernel has anyway, as far as the filter lets them through.</summary>
    private static KernelSelection Select(TracefsMount mount, RecordingOptions options)
    {
        var selection = Resolve(mount, options.KernelEvents, options.SystemCalls);
        return options.KernelFilter is { } filter && selection.Events.Events.Count > 0 ? selection.Where(filter) : selection;
    }

    private KernelSelection Where(FilterExpression filter)
    {
        try
        {
            return this with { Events = Events.Where(filter) };
        }
        catch (Exception e) when (e is FilterException or ArgumentException)
        {
            throw new RecordingException($"--kernel-filter: {e.Message}", e);
        }
    }

    /// <summary>Removes the probes; to be called when no instance has them enabled any more.</summary>
    public void Dispose() => _probes?.Dispose();

    /// <summary>Finds the events of <paramref name="mount"/> that the patterns name.</summary>
    /// <exception cref="RecordingException">A pattern matches nothing.</exception>
    public static KernelSelection Resolve(TracefsMount mount, IReadOnlyList<string> patterns, IReadOnlyList<string> syscalls)
    {
        try
        {
            return new KernelSelection(mount, EventSelection.Resolve(new EventCatalogue(mount), patterns, syscalls));
        }
        catch (ArgumentException e)
        {
            throw new RecordingException(e.Message, e);
        }
    }
}
