using System.Buffers.Binary;
using System.Text;

namespace Braid.Linux.Elf;

/// <summary>
/// Reads the USDT probes of an ELF file: section .note.stapsdt, each note with u64 address of the probe, u64 address of the
/// section .stapsdt.base when the note was written, u64 address of the semaphore, and three texts: provider, name, arguments.
/// When the base has moved since (prelink), so have the addresses.
/// </summary>
public static class UsdtProbes
{
    private const int AddressesSize = 24;
    private const uint NoteType = 3;

    /// <summary>The probes in the order of the file; none when it has no such section.</summary>
    /// <exception cref="InvalidDataException">The file contradicts itself; the message names the offset.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<UsdtProbe> Read(ElfFile file)
    {
        var probes = new List<UsdtProbe>();
        if (file.FindSection(".note.stapsdt") is not { } section) return probes;
        var baseAddress = file.FindSection(".stapsdt.base")?.Address;
        ElfNotes.Read(file, section, (note, at) =>
        {
            if (note.Type == NoteType && note.Name.SequenceEqual("stapsdt\0"u8)) probes.Add(Parse(file, note.Content, at, baseAddress));
        });
        return probes;
    }

    private static UsdtProbe Parse(ElfFile file, ReadOnlySpan<byte> content, long at, ulong? baseAddress)
    {
        if (content.Length < AddressesSize) throw file.Error(at, $"a USDT probe of {content.Length} bytes, expected at least {AddressesSize}");
        var address = BinaryPrimitives.ReadUInt64LittleEndian(content);
        var linkedBase = BinaryPrimitives.ReadUInt64LittleEndian(content[8..]);
        var semaphore = BinaryPrimitives.ReadUInt64LittleEndian(content[16..]);
        var moved = baseAddress - linkedBase ?? 0;
        var texts = content[AddressesSize..];
        var (provider, name, arguments) = (Text(ref texts), Text(ref texts), Text(ref texts));
        if (provider is null || name is null) throw file.Error(at, "a USDT probe without a provider and a name");
        return new(provider, name, address + moved, semaphore == 0 ? 0 : semaphore + moved, arguments ?? "");
    }

    private static string? Text(ref ReadOnlySpan<byte> texts)
    {
        var end = texts.IndexOf((byte)0);
        if (end < 0) return null;
        var text = Encoding.UTF8.GetString(texts[..end]);
        texts = texts[(end + 1)..];
        return text;
    }
}
