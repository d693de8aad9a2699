namespace Braid.Script.Bpf;

/// <summary>What is done to a register; the values are the instruction's operation bits.</summary>
public enum Operation : byte
{
    /// <summary>Adds.</summary>
    Add = 0x00,

    /// <summary>Subtracts.</summary>
    Subtract = 0x10,

    /// <summary>Multiplies.</summary>
    Multiply = 0x20,

    /// <summary>Divides, unsigned; by zero gives zero.</summary>
    Divide = 0x30,

    /// <summary>Sets the bits that either has.</summary>
    Or = 0x40,

    /// <summary>Keeps the bits that both have.</summary>
    And = 0x50,

    /// <summary>Shifts towards the high bits.</summary>
    ShiftLeft = 0x60,

    /// <summary>Shifts towards the low bits, zeros coming in.</summary>
    ShiftRight = 0x70,

    /// <summary>The rest of the unsigned division; by zero leaves the register.</summary>
    Modulo = 0x90,

    /// <summary>Keeps the bits that only one has.</summary>
    Xor = 0xA0,

    /// <summary>Replaces.</summary>
    Move = 0xB0,

    /// <summary>Shifts towards the low bits, copies of the sign coming in.</summary>
    ShiftRightSigned = 0xC0,
}
