namespace Braid.Linux.Unwinding;

/// <summary>What .eh_frame says of a function: an FDE.</summary>
/// <param name="Start">Its address, as linked.</param>
/// <param name="End">The address after its last byte.</param>
/// <param name="Common">What it has in common with others.</param>
/// <param name="Instructions">Where in .eh_frame its own instructions are.</param>
internal readonly record struct FrameDescription(ulong Start, ulong End, CommonFrame Common, Range Instructions);
