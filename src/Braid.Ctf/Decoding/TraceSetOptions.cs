namespace Braid.Ctf.Decoding;

/// <summary>How to open traces.</summary>
public sealed record TraceSetOptions
{
    /// <summary>Nanoseconds added to each time (babeltrace2 <c>--clock-offset</c>, <c>--clock-offset-ns</c>).</summary>
    public Int128 ClockOffsetNs { get; init; }

    /// <summary>
    /// Refuse to open when a packet's head is damaged or its file ends before it. Without it, what can be read is, and
    /// <see cref="MergedReader.FindFaults"/> tells the rest. Damage inside a packet shows only when it is read.
    /// </summary>
    public bool Strict { get; init; }
}
