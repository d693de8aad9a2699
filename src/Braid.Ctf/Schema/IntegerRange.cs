namespace Braid.Ctf.Schema;

/// <summary>
/// The values from <paramref name="Lower"/> to <paramref name="Upper"/>, both included, as 64-bit patterns: an unsigned
/// value above <see cref="long.MaxValue"/> is held as its two's complement.
/// </summary>
public readonly record struct IntegerRange(long Lower, long Upper)
{
    /// <summary>Tells whether the pattern <paramref name="value"/> lies in the range, read as signed or unsigned.</summary>
    public bool Contains(long value, bool signed) => signed
        ? value >= Lower && value <= Upper
        : (ulong)value >= (ulong)Lower && (ulong)value <= (ulong)Upper;
}
