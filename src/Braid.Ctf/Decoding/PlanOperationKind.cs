namespace Braid.Ctf.Decoding;

internal enum PlanOperationKind : byte
{
    /// <summary>Fields of fixed layout, passed over in one step.</summary>
    Run,

    /// <summary>Keep the value of a field of the run just passed, because a later one or the packet needs it.</summary>
    Keep,

    /// <summary>A field whose length depends on the data, or one whose first bit may lie inside a byte.</summary>
    Walk,

    /// <summary>A <see cref="Keep"/> of an unsigned little-endian integer of whole bytes that only serves as a length or a selector.</summary>
    KeepPlain,

    /// <summary>A <see cref="Walk"/> of a null-terminated string of one-byte characters that starts on a byte.</summary>
    SkipString,

    /// <summary>A <see cref="Walk"/> of elements, characters or bytes whose number a register tells, each of <see cref="PlanOperation.Bits"/>, a multiple of 8.</summary>
    SkipElements,

    /// <summary>The metadata changes the byte order inside a byte, which CTF forbids.</summary>
    Fault,
}
