namespace Braid.Ctf.Schema;

/// <summary>A fixed-length integer of 1 to 64 bits; with <see cref="Mappings"/> it is an enumeration.</summary>
public sealed class IntegerFieldClass : FieldClass
{
    /// <summary>Makes a class of <paramref name="size"/> bits aligned to <paramref name="alignment"/> bits.</summary>
    public IntegerFieldClass(int size, bool signed = false, int alignment = 8)
    {
        Size = size;
        IsSigned = signed;
        Alignment = alignment;
    }

    /// <inheritdoc/>
    public override int Alignment { get; }

    /// <summary>Length in bits, 1 to 64.</summary>
    public int Size { get; }

    /// <summary>True for two's complement.</summary>
    public bool IsSigned { get; }

    /// <summary>The byte order of the value.</summary>
    public ByteOrder ByteOrder { get; init; } = ByteOrder.LittleEndian;

    /// <summary>
    /// True when bits are taken from the most significant bit of each byte first. CTF 1.8 derives it from the byte order;
    /// CTF 2 may name it (<c>bit-order</c>). Null: derived.
    /// </summary>
    public bool? MostSignificantBitFirst { get; init; }

    /// <summary>How people like to read it.</summary>
    public DisplayBase Base { get; init; } = DisplayBase.Decimal;

    /// <summary>True for an enumeration, even one without labels.</summary>
    public bool IsEnumeration { get; init; }

    /// <summary>The labels of an enumeration or of a CTF 2 integer with mappings, in the order of the metadata.</summary>
    public IReadOnlyList<EnumerationMapping> Mappings { get; init; } = [];

    /// <summary>What the field means to a decoder besides its value.</summary>
    public FieldRoles Roles { get; init; }

    /// <summary>The clock of which the field holds the low <see cref="Size"/> bits; null when it is no timestamp.</summary>
    public ClockClass? Clock { get; init; }
}
