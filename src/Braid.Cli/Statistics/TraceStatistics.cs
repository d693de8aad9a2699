using Braid.Cli.Filtering;
using Braid.Ctf.Decoding;

namespace Braid.Cli.Statistics;

/// <summary>Counts events and losses while a trace is read in order of time.</summary>
internal sealed class TraceStatistics(TraceSet traces, EventFilter filter)
{
    private readonly Dictionary<DataStream, StreamCount> _streams = traces.Streams.ToDictionary(static s => s, static s => new StreamCount(s));
    private readonly Dictionary<string, EventCount> _names = [];

    /// <summary>By event class, so that names need no look-up for each event.</summary>
    private readonly Dictionary<EventLayout, EventCount> _classes = [];

    private long? _first;
    private long _last;

    /// <summary>The streams, by domain and path.</summary>
    public IReadOnlyList<StreamCount> Streams => [.. _streams.Values.OrderBy(static s => s.Domain, StringComparer.Ordinal).ThenBy(static s => s.Stream.Name, StringComparer.Ordinal)];

    /// <summary>The events that occur, the most frequent first.</summary>
    public IReadOnlyList<EventCount> Events => [.. _names.Values.OrderByDescending(static e => e.Events).ThenBy(static e => e.Name, StringComparer.Ordinal)];

    public Histogram Histogram { get; } = new();

    /// <summary>The time of the first event that was read, counted or not, in nanoseconds.</summary>
    public long BeginNs => _first ?? 0;

    /// <summary>The latest time of an event.</summary>
    public long EndNs => _last;

    /// <summary>From the first event to the last.</summary>
    public ulong DurationNs => (ulong)(EndNs - BeginNs);

    /// <summary>Adds a message.</summary>
    public void Add(EventCursor cursor)
    {
        var stream = _streams[cursor.Stream];
        if (cursor.Kind != MessageKind.Event)
        {
            stream.AddLoss(cursor.Kind, cursor.Loss);
            return;
        }

        var time = cursor.TimestampNs;
        if (cursor.HasTimestamp)
        {
            _last = _first is null ? time : Math.Max(_last, time);
            _first ??= time;
        }

        if (!filter.Accepts(cursor)) return;
        if (!_classes.TryGetValue(cursor.Layout, out var known)) known = Know(cursor.Layout);
        known.Events++;
        known.Bits += cursor.EventBits;
        stream.Events++;
        stream.Bits += cursor.EventBits;
        if (cursor.HasTimestamp) Histogram.Add(time);
    }

    /// <summary>Events per second; null when all happened at once.</summary>
    public double? Rate(long events) => DurationNs == 0 ? null : events / (DurationNs / 1e9);

    private EventCount Know(EventLayout layout)
    {
        var name = layout.Class.Name ?? "";
        if (!_names.TryGetValue(name, out var count)) _names.Add(name, count = new(name));
        _classes.Add(layout, count);
        return count;
    }
}
