namespace Braid.DotNet.Conversion;

/// <summary>What is done with the next bytes of a payload.</summary>
internal enum StepKind
{
    /// <summary>They are what CTF wants.</summary>
    Copy,

    /// <summary>As <see cref="Copy"/>, and the value is the count of an array to come.</summary>
    CopyCount,

    /// <summary>UTF-16 up to a 0 becomes UTF-8.</summary>
    Utf16,

    /// <summary>Bytes up to a 0 become UTF-8.</summary>
    Ansi,

    /// <summary>A code unit becomes a string.</summary>
    Utf16CodeUnit,

    /// <summary>Becomes a string.</summary>
    Decimal,

    /// <summary>Becomes a string.</summary>
    DateTime,

    /// <summary>Becomes a string.</summary>
    Guid,

    /// <summary>Becomes 64 bits.</summary>
    VarInt,

    /// <summary>Becomes 64 bits.</summary>
    VarUInt,

    /// <summary>A u16 count, which is copied, and elements.</summary>
    Array,

    /// <summary>Elements, whose count a <see cref="CopyCount"/> has kept.</summary>
    CountedArray,

    /// <summary>As many elements as the metadata says.</summary>
    FixedArray,

    /// <summary>A u16 count and units of UTF-16, which become a string.</summary>
    Utf16Array,

    /// <summary>A u16 count and bytes of UTF-8, which become a string.</summary>
    Utf8Array,

    /// <summary>Position and size of elements elsewhere.</summary>
    Located,

    /// <summary>Position and size of UTF-16 elsewhere.</summary>
    LocatedUtf16,

    /// <summary>Position and size of UTF-8 elsewhere.</summary>
    LocatedUtf8,
}
