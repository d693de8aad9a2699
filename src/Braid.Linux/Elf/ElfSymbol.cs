namespace Braid.Linux.Elf;

/// <summary>A name for an address of an ELF file (gabi, "Symbol Table").</summary>
/// <param name="Name">Without a version: <c>memcpy</c> for <c>memcpy@@GLIBC_2.14</c>.</param>
/// <param name="Address">As linked.</param>
/// <param name="Size">Bytes; 0 when the file does not tell.</param>
/// <param name="Kind">What is at the address.</param>
public readonly record struct ElfSymbol(string Name, ulong Address, ulong Size, ElfSymbolKind Kind);
