namespace Braid.Script.Bpf;

/// <summary>
/// The registers of a BPF program, each of 64 bits. A call leaves its result in <see cref="R0"/> and spoils
/// <see cref="R1"/> to <see cref="R5"/>, which hold its arguments; <see cref="R6"/> to <see cref="R9"/> outlive it.
/// </summary>
public enum Register : byte
{
    /// <summary>What calls and the program return.</summary>
    R0,

    /// <summary>The first argument of a call; at the start of the program, its context.</summary>
    R1,

    /// <summary>The second argument of a call.</summary>
    R2,

    /// <summary>The third argument of a call.</summary>
    R3,

    /// <summary>The fourth argument of a call.</summary>
    R4,

    /// <summary>The fifth argument of a call.</summary>
    R5,

    /// <summary>Outlives calls.</summary>
    R6,

    /// <summary>Outlives calls.</summary>
    R7,

    /// <summary>Outlives calls.</summary>
    R8,

    /// <summary>Outlives calls.</summary>
    R9,

    /// <summary>The end of the stack, which is the 512 bytes below. Cannot be written.</summary>
    Stack,
}
