namespace Braid.Ctf.Schema;

/// <summary>
/// A label and the values it stands for. Ranges are kept as the 64-bit two's complement pattern and compared with the
/// signedness of the integer they belong to.
/// </summary>
public sealed record EnumerationMapping(string Label, IReadOnlyList<IntegerRange> Ranges)
{
    /// <summary>A label of one value.</summary>
    public EnumerationMapping(string label, long value)
        : this(label, [new IntegerRange(value, value)])
    {
    }
}
