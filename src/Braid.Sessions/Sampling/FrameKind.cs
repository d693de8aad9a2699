namespace Braid.Sessions.Sampling;

/// <summary>What the address of a frame counts in.</summary>
internal enum FrameKind : byte
{
    /// <summary>The kernel's addresses.</summary>
    Kernel,

    /// <summary>Bytes from the start of a file; the id is the file's.</summary>
    File,

    /// <summary>Addresses of a process, in memory without a file; the id is the process's.</summary>
    Process,
}
