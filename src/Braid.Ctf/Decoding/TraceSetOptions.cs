namespace Braid.Ctf.Decoding;

/// <summary>How to open traces.</summary>
public sealed record TraceSetOptions
{
    /// <summary>Nanoseconds added to each time (babeltrace2 <c>--clock-offset</c>, <c>--clock-offset-ns</c>).</summary>
    public Int128 ClockOffsetNs { get; init; }

    /// <summary>
    /// Take the origin of every clock for 1970-01-01T00:00:00Z, so that traces whose clocks say nothing of one another can
    /// be put in order (babeltrace2 <c>--clock-force-correlate</c>).
    /// </summary>
    public bool ForceCorrelate { get; init; }

    /// <summary>
    /// Refuse to open when a packet's head is damaged or its file ends before it. Without it, what can be read is, and
    /// <see cref="MergedReader.FindFaults"/> tells the rest. Damage inside a packet shows only when it is read.
    /// </summary>
    public bool Strict { get; init; }
}
