namespace Braid.Linux.Elf;

/// <summary>An entry of the program header table: what of the file lies where in memory (gabi, "Program Header").</summary>
/// <param name="HeaderAt">File offset of the entry.</param>
/// <param name="Type">PT_LOAD 1, PT_NOTE 4, and others.</param>
/// <param name="Flags">PF_X 1, PF_W 2, PF_R 4.</param>
/// <param name="Offset">File offset of its bytes.</param>
/// <param name="Address">Address of the first, as linked.</param>
/// <param name="FileSize">Bytes in the file.</param>
/// <param name="MemorySize">Bytes in memory.</param>
/// <param name="Alignment">Of the address.</param>
public readonly record struct ElfSegment(
    long HeaderAt, uint Type, uint Flags, ulong Offset, ulong Address, ulong FileSize, ulong MemorySize, ulong Alignment)
{
    /// <summary>Whether it is loaded into memory.</summary>
    public bool IsLoaded => Type == 1;

    /// <summary>Whether it holds notes.</summary>
    public bool IsNote => Type == 4;

    /// <summary>Whether its bytes may be executed.</summary>
    public bool IsExecutable => IsLoaded && (Flags & 1) != 0;
}
