namespace Braid.Ctf.Schema;

/// <summary>1 to 64 bits without arithmetic meaning (CTF 2 fixed-length bit array, bit map or boolean).</summary>
public sealed class BitArrayFieldClass(int size, int alignment = 1, BitArrayKind kind = BitArrayKind.Bits) : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment { get; } = alignment;

    /// <summary>Length in bits, 1 to 64.</summary>
    public int Size { get; } = size;

    /// <summary>Whether the bits are anonymous, have names, or are one truth value.</summary>
    public BitArrayKind Kind { get; } = kind;

    /// <summary>The byte order of the value.</summary>
    public ByteOrder ByteOrder { get; init; } = ByteOrder.LittleEndian;

    /// <summary>See <see cref="IntegerFieldClass.MostSignificantBitFirst"/>.</summary>
    public bool? MostSignificantBitFirst { get; init; }

    /// <summary>The names of bits (not of values) of a bit map.</summary>
    public IReadOnlyList<EnumerationMapping> Flags { get; init; } = [];
}
