namespace Braid.Linux.Elf;

/// <summary>An entry of the section header table (gabi, "Sections").</summary>
/// <param name="HeaderAt">File offset of the entry.</param>
/// <param name="Name">Its name; empty when it has none that can be read.</param>
/// <param name="Type">SHT_SYMTAB 2, SHT_NOTE 7, SHT_NOBITS 8, SHT_DYNSYM 11, and others.</param>
/// <param name="Address">Where it is in memory, as linked; 0 when it is not.</param>
/// <param name="Offset">File offset of its bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Link">The section that belongs to it: the names of a symbol table.</param>
/// <param name="Alignment">Of its bytes.</param>
public readonly record struct ElfSection(
    long HeaderAt, string Name, uint Type, ulong Address, ulong Offset, ulong Size, uint Link, ulong Alignment)
{
    /// <summary>Whether the file has its bytes: those of a file of symbols often are in the program only.</summary>
    public bool HasBytes => Type != 8;
}
