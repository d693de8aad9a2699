namespace Braid.Ctf.Decoding;

internal enum PlanOperationKind : byte
{
    /// <summary>Fields of fixed layout, passed over in one step.</summary>
    Run,

    /// <summary>Keep the value of a field of the run just passed, because a later one or the packet needs it.</summary>
    Keep,

    /// <summary>A field whose length depends on the data, or one whose first bit may lie inside a byte.</summary>
    Walk,

    /// <summary>Nothing; what follows is aligned.</summary>
    Align,

    /// <summary>The metadata changes the byte order inside a byte, which CTF forbids.</summary>
    Fault,
}
