using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Cli.Demo;

/// <summary>
/// Finds an application event that makes the kernel work: the kernel events of its thread that come before the thread's
/// next application event are what it caused. Fed with all events in order of time; keeps one record per thread.
/// </summary>
internal sealed class CauseAndEffect
{
    /// <summary>Events of a story: enough to see work being done, few enough to read.</summary>
    private const int Fewest = 4, Most = 14;

    private readonly Dictionary<long, Story> _threads = [];

    /// <summary>The first complete story; null until there is one.</summary>
    public Story? Found { get; private set; }

    /// <summary>Looks at the event that <paramref name="cursor"/> stands on.</summary>
    public void Add(EventCursor cursor, bool isKernel)
    {
        if (Found is not null || ThreadOf(cursor, isKernel) is not { } thread) return;
        if (isKernel)
        {
            if (!_threads.TryGetValue(thread, out var story)) return;
            story.Effects++;
            story.SystemCalls += cursor.Class.Name!.StartsWith("syscall_entry_", StringComparison.Ordinal) ? 1 : 0;
            return;
        }

        if (_threads.TryGetValue(thread, out var ended) && ended is { Effects: >= Fewest and <= Most, SystemCalls: > 0 })
            Found = ended with { End = cursor.TimestampNs };
        _threads[thread] = new Story(thread, cursor.TimestampNs);
    }

    /// <summary>The thread of an event: <c>vtid</c> in user space, <c>tid</c> in the kernel.</summary>
    public static long? ThreadOf(EventCursor cursor, bool isKernel) =>
        cursor.Layout.Find(FieldScope.EventCommonContext, isKernel ? "tid" : "vtid") is { } field ? cursor.GetInt64(field) : null;

    /// <summary>An application event of <paramref name="Thread"/> and what came of it until its next one.</summary>
    internal sealed record Story(long Thread, long Begin)
    {
        public long End { get; init; }

        public int Effects { get; set; }

        public int SystemCalls { get; set; }
    }
}
