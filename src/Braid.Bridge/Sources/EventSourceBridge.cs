using System.Diagnostics.Tracing;

namespace Braid.Bridge.Sources;

/// <summary>All EventSources of the program, found by an EventListener; Microsoft.Extensions.Logging's among them, which has the log lines.</summary>
internal sealed class EventSourceBridge : EventListener
{
    /// <summary>As in <c>--dotnet</c>: what the program filters for its EventSource logger, of any category from Information on.</summary>
    private static readonly Dictionary<string, string?> s_logArguments = new() { ["FilterSpecs"] = "UseAppFilters;*:Information" };

    /// <summary>Set while this thread describes an event: what the framework tells of that is not the program's.</summary>
    [ThreadStatic]
    private static bool t_isInside;

    private readonly Lock _lock = new();

    /// <summary>By the listener's index of a source. Replaced under the lock.</summary>
    private volatile Entry?[] _sources = [];

    /// <summary>Finds the sources that are there; from then on those to come.</summary>
    public EventSourceBridge(ProviderFilter filter) => EventSourceCreated += (_, created) => Find(created.EventSource, filter);

    /// <summary>Listens to what is wanted now, and to nothing else.</summary>
    public void Apply()
    {
        foreach (var entry in _sources)
        {
            if (entry is not null) Apply(entry);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs written)
    {
        if (t_isInside || written.EventSource is not { } source) return;
        var sources = _sources;
        var index = EventSourceIndex(source);
        if ((uint)index >= (uint)sources.Length || sources[index] is not { } entry) return;
        t_isInside = true;
        entry.Bridged.Record(written);
        t_isInside = false;
    }

    /// <summary>Called with a lock of the runtime's, before the source writes its first event.</summary>
    private void Find(EventSource? source, ProviderFilter filter)
    {
        if (source is null || !filter.TakesEventSource(source.Name)) return;
        t_isInside = true;
        var entry = new Entry(source, new(source));
        t_isInside = false;
        lock (_lock)
        {
            var index = EventSourceIndex(source);
            var sources = _sources.ToArray();
            if (index >= sources.Length) Array.Resize(ref sources, index + 1);
            sources[index] = entry;
            _sources = sources;
        }

        Apply(entry);
    }

    /// <summary>
    /// Without a lock, as the runtime takes its own in here: of two threads that are here for one source, each looks again
    /// at what is wanted after it has done its part.
    /// </summary>
    private void Apply(Entry entry)
    {
        var wanted = entry.Bridged.Wanted();
        if (wanted == entry.Enabled) return;
        while (true)
        {
            if (wanted is { } what) EnableEvents(entry.Source, what.Level, what.Keywords, entry.Source.Name == ProviderFilter.Logging ? s_logArguments : null);
            else DisableEvents(entry.Source);
            entry.Enabled = wanted;
            var now = entry.Bridged.Wanted();
            if (now == wanted) return;
            wanted = now;
        }
    }

    /// <param name="source">The source.</param>
    /// <param name="bridged">What of it is recorded.</param>
    private sealed class Entry(EventSource source, BridgedEventSource bridged)
    {
        public EventSource Source { get; } = source;

        public BridgedEventSource Bridged { get; } = bridged;

        /// <summary>What it was enabled with last.</summary>
        public (EventLevel Level, EventKeywords Keywords)? Enabled { get; set; }
    }
}
