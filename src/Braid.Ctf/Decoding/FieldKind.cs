namespace Braid.Ctf.Decoding;

/// <summary>What a decoded field is.</summary>
public enum FieldKind : byte
{
    /// <summary>An unsigned integer of up to 64 bits.</summary>
    Unsigned,

    /// <summary>A signed integer of up to 64 bits.</summary>
    Signed,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>A truth value.</summary>
    Boolean,

    /// <summary>Bits without arithmetic meaning.</summary>
    Bits,

    /// <summary>An unsigned LEB128 integer.</summary>
    VariableUnsigned,

    /// <summary>A signed LEB128 integer.</summary>
    VariableSigned,

    /// <summary>A string that a null character ends.</summary>
    String,

    /// <summary>A string of a given length.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Blob,

    /// <summary>Named fields.</summary>
    Structure,

    /// <summary>Elements of one class.</summary>
    Array,

    /// <summary>One of several fields.</summary>
    Variant,

    /// <summary>A field or none.</summary>
    Optional,
}
