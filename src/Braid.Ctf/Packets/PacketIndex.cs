using System.Buffers.Binary;

namespace Braid.Ctf.Packets;

/// <summary>
/// Reads an index file of LTTng: a header of four big-endian u32 (magic, major, minor, bytes of an entry), then the entries.
/// Version 1.0 has seven u64 in each, up to the stream class id; 1.1 adds the stream instance id and the sequence number.
/// Longer entries, of later minor versions, are read as far as they are known.
/// </summary>
public static class PacketIndex
{
    private const int OldEntrySize = 56;
    private const int MaximumEntrySize = 4096;

    /// <summary>"CTFI", of LTTng 2.3: before the format had a version.</summary>
    private const uint ForerunnerMagic = 0x43544649;

    /// <summary>Whether <paramref name="path"/> is of the first LTTng that had indexes, whose entries nobody documents: as good as none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsForerunner(string path)
    {
        using var file = File.OpenHandle(path);
        Span<byte> magic = stackalloc byte[4];
        return RandomAccess.Read(file, magic, 0) == magic.Length && BinaryPrimitives.ReadUInt32BigEndian(magic) == ForerunnerMagic;
    }

    /// <summary>Reads <paramref name="path"/>. What a version does not have is 0 in the entries.</summary>
    /// <param name="path">The index file.</param>
    /// <param name="isOld">Whether it is of version 1.0, without stream instance ids and sequence numbers.</param>
    /// <exception cref="CtfException">The file is no index, or ends inside an entry.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IndexEntry[] Read(string path, out bool isOld)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < IndexEntry.FileHeaderSize) throw new CtfException(path, $"byte {bytes.Length}", $"expected the {IndexEntry.FileHeaderSize} bytes of an index header");
        var magic = Word(bytes, 0);
        if (magic != IndexEntry.Magic) throw new CtfException(path, "byte 0", $"expected the magic number 0x{IndexEntry.Magic:X8} of an index, found 0x{magic:X8}");
        if (Word(bytes, 4) != 1) throw new CtfException(path, "byte 4", $"expected an index of version 1, found {Word(bytes, 4)}");
        isOld = Word(bytes, 8) == 0;
        var size = Word(bytes, 12);
        if (size < (isOld ? OldEntrySize : IndexEntry.Size) || size > MaximumEntrySize) throw new CtfException(path, "byte 12", $"an index of version 1.{Word(bytes, 8)} has no entries of {size} bytes");
        var content = bytes.AsSpan(IndexEntry.FileHeaderSize);
        if (content.Length % size != 0) throw new CtfException(path, $"byte {bytes.Length}", $"expected whole entries of {size} bytes");
        var entries = new IndexEntry[content.Length / size];
        for (var i = 0; i < entries.Length; i++) entries[i] = ReadEntry(content.Slice(i * (int)size, (int)size), isOld);
        return entries;
    }

    private static IndexEntry ReadEntry(ReadOnlySpan<byte> bytes, bool isOld) =>
        new(Number(bytes, 0), Number(bytes, 1), Number(bytes, 2), Number(bytes, 3), Number(bytes, 4), Number(bytes, 5), Number(bytes, 6), isOld ? 0 : Number(bytes, 7), isOld ? 0 : Number(bytes, 8));

    private static ulong Number(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt64BigEndian(bytes[(8 * index)..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
