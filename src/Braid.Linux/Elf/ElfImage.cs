namespace Braid.Linux.Elf;

/// <summary>
/// What identifies an ELF file and the place of its code: enough to find its symbols on another machine. Immutable.
/// Formats: gabi "Object Files" and "Program Header", the GNU notes of elf(5), .gnu_debuglink of gdb's manual.
/// </summary>
/// <param name="IsPositionIndependent">True for ET_DYN: its addresses count from where it was loaded.</param>
/// <param name="LoadOffset">File offset of the page in which the first loadable segment begins: the mapping of this offset is the lowest.</param>
/// <param name="MemorySize">Bytes from the first byte of the lowest loadable segment to the end of the highest.</param>
/// <param name="BuildId">The GNU build id, 1 to 64 bytes; empty when there is none.</param>
/// <param name="DebugLink">The name of the file with its symbols; null when it names none.</param>
/// <param name="DebugLinkChecksum">CRC-32 of that file; 0 without one.</param>
public sealed record ElfImage(
    bool IsPositionIndependent, long LoadOffset, ulong MemorySize, byte[] BuildId, string? DebugLink, uint DebugLinkChecksum);
