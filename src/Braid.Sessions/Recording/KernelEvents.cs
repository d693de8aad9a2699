using Braid.Ctf.Schema;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Recording;

/// <summary>The kernel events that can be recorded.</summary>
public static class KernelEvents
{
    /// <summary>Finds events by the patterns that <see cref="RecordingOptions"/> takes, in the kernel's order, as they appear in a trace.</summary>
    /// <exception cref="RecordingException">A pattern matches nothing.</exception>
    /// <exception cref="IOException">tracefs cannot be used; the message says what to do.</exception>
    public static IEnumerable<(EventName Name, EventClass Class)> Find(IReadOnlyList<string> patterns, IReadOnlyList<string> syscalls)
    {
        var selection = KernelSelection.Resolve(TracefsMount.Open(), patterns, syscalls).Events;
        return selection.Events.Select(name => (name, TracefsSource.Describe(selection.Catalogue, name)));
    }
}
