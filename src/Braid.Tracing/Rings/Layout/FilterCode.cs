namespace Braid.Rings;

/// <summary>
/// A filter as a program gets it: instructions of a stack machine, one after the other, which only ever go forward;
/// docs/formats/ring.md. Numbers are little-endian; a name is a length byte and UTF-8.
/// </summary>
internal enum FilterCode : byte
{
    /// <summary>i64: pushes it.</summary>
    Integer = 1,

    /// <summary>f64: pushes it.</summary>
    Real = 2,

    /// <summary>u16 count, then as many parts of u16 length and bytes: pushes a text with a star between each two parts.</summary>
    Text = 3,

    /// <summary>Name and path: pushes a field of the payload.</summary>
    Field = 4,

    /// <summary>Name: pushes a context.</summary>
    Context = 5,

    /// <summary>Replace the number on top.</summary>
    Not = 0x10,
    Minus = 0x11,
    Plus = 0x12,
    Complement = 0x13,

    /// <summary>Replace the two on top.</summary>
    Equal = 0x20,
    NotEqual = 0x21,
    Less = 0x22,
    LessOrEqual = 0x23,
    Greater = 0x24,
    GreaterOrEqual = 0x25,
    BitOr = 0x26,
    BitXor = 0x27,
    BitAnd = 0x28,
    ShiftLeft = 0x29,
    ShiftRight = 0x2A,

    /// <summary>u16 distance: takes the number on top; when it is 0, pushes 0 and skips as many bytes.</summary>
    And = 0x30,

    /// <summary>u16 distance: takes the number on top; when it is not 0, pushes 1 and skips as many bytes.</summary>
    Or = 0x31,

    /// <summary>Replaces the number on top by 1, or 0 when it is 0.</summary>
    Truth = 0x32,
}

/// <summary>What a filter is held to.</summary>
internal static class FilterLimits
{
    /// <summary>Bytes; LTTng's limit too.</summary>
    public const int MaxLength = 64 << 10;

    /// <summary>Values on the stack.</summary>
    public const int MaxDepth = 256;

    /// <summary>Members and indexes after a field.</summary>
    public const int MaxSteps = 64;

    /// <summary>In a path: a name follows, or a u64 index.</summary>
    public const byte Member = 0, Index = 1;
}
