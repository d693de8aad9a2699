namespace Braid.Linux.Unwinding;

/// <summary>How the caller's value of a register is found.</summary>
internal enum FrameRule : byte
{
    /// <summary>It was not changed.</summary>
    Same,

    /// <summary>It is at the canonical frame address plus an offset.</summary>
    AtOffset,

    /// <summary>It is the canonical frame address plus an offset.</summary>
    IsOffset,

    /// <summary>It is in another register.</summary>
    InRegister,

    /// <summary>It is gone. Of the return address: there is no caller.</summary>
    Undefined,

    /// <summary>An expression says where, which is not evaluated here.</summary>
    Expression,
}
