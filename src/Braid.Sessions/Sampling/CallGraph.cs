namespace Braid.Sessions.Sampling;

/// <summary>How the callers of a sample are found in user space.</summary>
public enum CallGraph
{
    /// <summary>The kernel follows frame pointers: cheap; functions without one, and their callers, may be missing.</summary>
    FramePointers,

    /// <summary>By .eh_frame from a copy of the stack, and by frame pointers in code that is in no file.</summary>
    Tables,
}
