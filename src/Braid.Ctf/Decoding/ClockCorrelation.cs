using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>Whether the clocks of several streams count from one origin, as far as their traces tell: the rules of babeltrace2's muxer.</summary>
public static class ClockCorrelation
{
    /// <summary>
    /// Two streams whose times cannot be compared; null when there are none. Times compare when both clocks count from 1970,
    /// or neither does and both have one uuid, or both are one clock. Streams without a clock do not count.
    /// </summary>
    public static (DataStream First, DataStream Other)? FindConflict(TraceSet traces)
    {
        var timed = traces.Streams.Where(static stream => stream.Class.DefaultClock is not null).ToList();
        return timed.Find(stream => !AreOne(timed[0], stream)) is { } other ? (timed[0], other) : null;
    }

    private static bool AreOne(DataStream first, DataStream other)
    {
        var (one, two) = (first.Class.DefaultClock!, other.Class.DefaultClock!);
        if (one == two) return true;
        if (CountsFromEpoch(first, one) || CountsFromEpoch(other, two)) return CountsFromEpoch(first, one) && CountsFromEpoch(other, two);
        return one.Uuid is { } uuid && uuid == two.Uuid;
    }

    /// <summary>LTTng's first versions forgot to say it of their clock.</summary>
    private static bool CountsFromEpoch(DataStream stream, ClockClass clock) => clock.OriginIsUnixEpoch
        || (clock.Name == "monotonic" && stream.Trace.Find("tracer_name")?.Text?.StartsWith("lttng", StringComparison.Ordinal) == true);
}
