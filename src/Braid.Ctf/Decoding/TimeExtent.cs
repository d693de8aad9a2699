namespace Braid.Ctf.Decoding;

/// <summary>From when to when a trace or stream lasts, by the times of its packets, in nanoseconds from the clock's origin.</summary>
public readonly record struct TimeExtent(long BeginNs, long EndNs)
{
    /// <summary>The extent of a stream; null when its packets do not tell.</summary>
    public static TimeExtent? Of(DataStream stream)
    {
        if (stream.Class.DefaultClock is not { } clock || stream.Packets.Count == 0) return null;
        var (first, last) = (stream.Packets[0], stream.Packets[^1]);
        if ((first.Facts & PacketFacts.Begin) == 0 || (last.Facts & PacketFacts.End) == 0) return null;
        var scale = new ClockScale(clock);
        return new(scale.ToNanoseconds(first.Begin), scale.ToNanoseconds(last.End));
    }

    /// <summary>
    /// The time in which all streams of a trace were recorded: from the latest begin to the earliest end, which lies before it
    /// when there is none. A stream whose packets do not tell does not count.
    /// </summary>
    public static TimeExtent Intersection(Trace trace) => new(
        trace.Streams.Max(static stream => stream.BeginNs) ?? long.MinValue,
        trace.Streams.Min(static stream => stream.EndNs) ?? long.MaxValue);

    /// <summary>From the first begin to the last end of all streams; null when no packet tells.</summary>
    public static TimeExtent? Of(TraceSet traces)
    {
        var extents = traces.Streams.Select(Of).OfType<TimeExtent>().ToList();
        return extents.Count == 0 ? null : new(extents.Min(static e => e.BeginNs), extents.Max(static e => e.EndNs));
    }
}
