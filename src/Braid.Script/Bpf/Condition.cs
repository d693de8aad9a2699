namespace Braid.Script.Bpf;

/// <summary>When a jump is taken; the values are the instruction's operation bits. Unsigned unless the name says otherwise.</summary>
public enum Condition : byte
{
    /// <summary>Both are the same.</summary>
    Equal = 0x10,

    /// <summary>The first is greater.</summary>
    Greater = 0x20,

    /// <summary>The first is greater or the same.</summary>
    GreaterOrEqual = 0x30,

    /// <summary>They have a bit in common.</summary>
    AnyBit = 0x40,

    /// <summary>They differ.</summary>
    NotEqual = 0x50,

    /// <summary>The first is greater, signed.</summary>
    GreaterSigned = 0x60,

    /// <summary>The first is greater or the same, signed.</summary>
    GreaterOrEqualSigned = 0x70,

    /// <summary>The first is less.</summary>
    Less = 0xA0,

    /// <summary>The first is less or the same.</summary>
    LessOrEqual = 0xB0,

    /// <summary>The first is less, signed.</summary>
    LessSigned = 0xC0,

    /// <summary>The first is less or the same, signed.</summary>
    LessOrEqualSigned = 0xD0,
}
