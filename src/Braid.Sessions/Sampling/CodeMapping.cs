namespace Braid.Sessions.Sampling;

/// <summary>Executable memory of a process.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="End">The one after its last.</param>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="File">The number of the file; -1 for memory without one.</param>
internal readonly record struct CodeMapping(ulong Start, ulong End, ulong Offset, int File);
