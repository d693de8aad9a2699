namespace Braid.Linux.State;

/// <summary>A file that a process has open.</summary>
/// <param name="Descriptor">The file descriptor.</param>
/// <param name="Flags">As open(2) takes them, with O_CLOEXEC when it is set.</param>
/// <param name="Name">The path, or <c>socket:[INODE]</c> and the like.</param>
public readonly record struct OpenFile(int Descriptor, uint Flags, string Name);
