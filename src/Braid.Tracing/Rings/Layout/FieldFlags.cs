namespace Braid.Rings;

/// <summary>More about a field in the event table; docs/formats/ring.md.</summary>
[Flags]
internal enum FieldFlags : byte
{
    None = 0,

    /// <summary>The integer, or each element, is signed.</summary>
    Signed = 1,

    /// <summary>Two bits: the base is decimal (0), hexadecimal (1), octal (2) or binary (3). This is their lower one.</summary>
    BaseUnit = 2,

    /// <summary>Both bits of the base.</summary>
    BaseMask = 6,

    /// <summary>The bytes are in network order.</summary>
    NetworkOrder = 8,

    /// <summary>The elements of the array are floating-point numbers.</summary>
    FloatElements = 16,
}
