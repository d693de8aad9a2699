namespace Braid.Sessions.Sampling;

/// <summary>A place in code, the same for all processes that map the same file.</summary>
/// <param name="Kind">What <paramref name="Address"/> counts in.</param>
/// <param name="Id">Which file or process.</param>
/// <param name="Address">Of the instruction, or of the byte before the one that a call returns to: that is in the caller for certain.</param>
internal readonly record struct Frame(FrameKind Kind, int Id, ulong Address);
