namespace Braid.Ctf.Schema;

/// <summary>A LEB128 integer of at most 64 significant bits (CTF 2); byte-aligned.</summary>
public sealed class VariableLengthIntegerFieldClass(bool signed = false) : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment => 8;

    /// <summary>True for two's complement (SLEB128).</summary>
    public bool IsSigned { get; } = signed;

    /// <summary>How people like to read it.</summary>
    public DisplayBase Base { get; init; } = DisplayBase.Decimal;

    /// <summary>Labels of values, in the order of the metadata.</summary>
    public IReadOnlyList<EnumerationMapping> Mappings { get; init; } = [];

    /// <summary>What the field means to a decoder besides its value.</summary>
    public FieldRoles Roles { get; init; }

    /// <summary>The clock that the field is a full value of; null when it is no timestamp.</summary>
    public ClockClass? Clock { get; init; }
}
