namespace Braid.Rings;

/// <summary>The kinds of fields in the event table; docs/formats/ring.md.</summary>
internal enum FieldKind : byte
{
    /// <summary>An integer of <c>bits</c> bits.</summary>
    Integer = 1,

    /// <summary>An IEEE 754 number of 32 or 64 bits.</summary>
    Float = 2,

    /// <summary>An integer with labels.</summary>
    Enumeration = 3,

    /// <summary>UTF-8 up to a NUL.</summary>
    Text = 4,

    /// <summary>A u32 count and as many integers of <c>bits</c> bits.</summary>
    Array = 5,

    /// <summary>16 bytes in the order in which a uuid is written.</summary>
    Uuid = 6,

    /// <summary>Members one after the other.</summary>
    Structure = 7,

    /// <summary>A u32 count and as many structures of one size.</summary>
    StructureArray = 8,
}
