namespace Braid.Ctf.Decoding;

/// <summary>How to open traces.</summary>
public sealed record TraceSetOptions
{
    /// <summary>Nanoseconds added to each time (babeltrace2 <c>--clock-offset</c>, <c>--clock-offset-ns</c>).</summary>
    public Int128 ClockOffsetNs { get; init; }
}
