using System.Buffers.Binary;

namespace Braid.Linux.Elf;

/// <summary>Reads the symbols that an ELF file defines: those for debuggers (.symtab) and those for other files (.dynsym).</summary>
public static class ElfSymbols
{
    private const int EntrySize = 24, MaxTable = 1 << 28;
    private const uint SymbolTable = 2, DynamicSymbols = 11;

    /// <summary>All symbols with a name and an address in the file; one that both tables have comes twice. A file has one table of each kind.</summary>
    /// <exception cref="InvalidDataException">The file contradicts itself; the message names the offset.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<ElfSymbol> Read(ElfFile file) =>
        file.Sections.Where(static s => s.Type is SymbolTable or DynamicSymbols).DistinctBy(static s => s.Type).SelectMany(section => Read(file, section));

    /// <summary>An entry: u32 name, u8 type and binding, u8 visibility, u16 section, u64 address, u64 size.</summary>
    private static IEnumerable<ElfSymbol> Read(ElfFile file, ElfSection section)
    {
        if (section.Link >= file.Sections.Count) throw file.Error(section.HeaderAt, $"section {section.Link} of {file.Sections.Count} has its names");
        var table = file.Read(section, MaxTable);
        var names = file.Read(file.Sections[(int)section.Link], MaxTable);
        for (var at = 0; at + EntrySize <= table.Length; at += EntrySize)
        {
            const int undefined = 0;
            var kind = (ElfSymbolKind)(table[at + 4] & 15);
            if (BinaryPrimitives.ReadUInt16LittleEndian(table.AsSpan(at + 6)) == undefined || !Enum.IsDefined(kind)) continue;
            var name = ElfFile.NameAt(names, BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(at)));
            var version = name.IndexOf('@', StringComparison.Ordinal);
            if (version > 0) name = name[..version];
            if (name.Length == 0) continue;
            yield return new(name, BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(at + 8)), BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(at + 16)), kind);
        }
    }
}
