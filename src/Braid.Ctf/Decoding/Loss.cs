namespace Braid.Ctf.Decoding;

/// <summary>Events or packets that a stream lost.</summary>
/// <param name="Count">How many; null when the tracer only says that there were some (before the first packet kept).</param>
/// <param name="BeginNs">Nanoseconds from the clock's origin, start of the interval; null when the packets have no times.</param>
/// <param name="EndNs">End of the interval; null when the packets have no times.</param>
public readonly record struct Loss(ulong? Count, long? BeginNs, long? EndNs);
