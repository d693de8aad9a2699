using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Elf;

/// <summary>
/// Reads little-endian ELF64 files. The bytes may be anybody's: every offset, size and count is compared with the length of
/// the file and with a limit before it is used or allocates.
/// </summary>
public sealed class ElfReader
{
    private const int HeaderSize = 64, ProgramHeaderSize = 56, SectionHeaderSize = 64, NoteHeaderSize = 12;
    private const int Executable = 2, SharedObject = 3;
    private const uint LoadSegment = 1, NoteSegment = 4, GnuBuildIdNote = 3, NoBitsSection = 8;
    private const int PageSize = 4096, MaxBuildId = 64, MaxNotes = 1 << 20, MaxNames = 1 << 20, MaxDebugLink = 4096;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _length;

    /// <summary>Where the two tables begin; what a fault's place counts from.</summary>
    private long _segmentsAt, _sectionsAt;

    private ElfReader(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
        _length = RandomAccess.GetLength(file);
    }

    /// <summary>Reads the image in <paramref name="file"/>, a regular file open for reading, which stays the caller's.</summary>
    /// <param name="file">Read at any position; its own is not used.</param>
    /// <param name="path">Named in errors.</param>
    /// <returns>Null when the file does not begin as an ELF file does.</returns>
    /// <exception cref="InvalidDataException">It is no 64-bit little-endian program or library, or it contradicts itself; the message names the offset.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ElfImage? TryRead(SafeFileHandle file, string path) => new ElfReader(file, path).Read();

    private ElfImage? Read()
    {
        if (_length < 4 || !Bytes(0, 4, "the magic number").AsSpan().SequenceEqual("\u007fELF"u8)) return null;
        var header = Bytes(0, HeaderSize, "the ELF header");
        if (header[4] != 2 || header[5] != 1) throw Error(4, "not a 64-bit little-endian ELF file");
        var type = U16(header, 16);
        if (type is not (Executable or SharedObject)) throw Error(16, $"type {type}, expected a program or a library");
        (_segmentsAt, _sectionsAt) = ((long)U64(header, 32), (long)U64(header, 40));
        var segments = Table(header, _segmentsAt, 54, 56, ProgramHeaderSize, "program headers");
        var (offset, low, high) = Extent(segments);
        var (link, checksum) = ReadDebugLink(header);
        return new(type == SharedObject, offset, high - low, ReadBuildId(segments), link, checksum);
    }

    private (long Offset, ulong Low, ulong High) Extent(byte[] segments)
    {
        var (offset, low, high) = (0L, ulong.MaxValue, 0UL);
        for (var at = 0; at < segments.Length; at += ProgramHeaderSize)
        {
            if (U32(segments, at) != LoadSegment) continue;
            var (address, size) = (U64(segments, at + 16), U64(segments, at + 40));
            if (address + size < address) throw Error(_segmentsAt + at, $"a segment of {size} bytes at 0x{address:x}");
            if (address < low)
            {
                var start = U64(segments, at + 8);
                if (start > (ulong)_length) throw Error(_segmentsAt + at, $"a segment at {start} of a file of {_length} bytes");
                (offset, low) = ((long)start & -PageSize, address);
            }

            high = Math.Max(high, address + size);
        }

        return low <= high ? (offset, low, high) : throw Error(_segmentsAt, "no loadable segment");
    }

    private byte[] ReadBuildId(byte[] segments)
    {
        for (var at = 0; at < segments.Length; at += ProgramHeaderSize)
        {
            if (U32(segments, at) != NoteSegment) continue;
            var size = U64(segments, at + 32);
            if (size > MaxNotes) throw Error(_segmentsAt + at, $"{size} bytes of notes");
            var notes = Bytes(U64(segments, at + 8), (int)size, "the notes");
            var alignment = U64(segments, at + 48) == 8 ? 8 : 4;
            if (FindBuildId(notes, (long)U64(segments, at + 8), alignment) is { } id) return id;
        }

        return [];
    }

    /// <summary>A note: u32 size of the name, u32 size of the content, u32 type, the name, the content; each filled up.</summary>
    private byte[]? FindBuildId(ReadOnlySpan<byte> notes, long notesAt, int alignment)
    {
        var length = notes.Length;
        while (notes.Length >= NoteHeaderSize)
        {
            var nameSize = BinaryPrimitives.ReadUInt32LittleEndian(notes);
            var contentSize = BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]);
            var contentAt = Aligned(NoteHeaderSize + (long)nameSize, alignment);
            var end = contentAt + contentSize;
            if (end > notes.Length) throw Error(notesAt + length - notes.Length, $"a note of {nameSize} and {contentSize} bytes in {notes.Length}");
            var isBuildId = BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]) == GnuBuildIdNote && nameSize == 4 && notes[NoteHeaderSize..].StartsWith("GNU\0"u8);
            if (isBuildId)
            {
                return contentSize is > 0 and <= MaxBuildId ? notes[(int)contentAt..(int)end].ToArray() : throw Error(notesAt + length - notes.Length, $"a build id of {contentSize} bytes");
            }

            notes = notes[(int)Math.Min(Aligned(end, alignment), notes.Length)..];
        }

        return null;
    }

    /// <summary>Section .gnu_debuglink: a name, its NUL, zeros up to a multiple of 4, u32 checksum.</summary>
    private (string? Name, uint Checksum) ReadDebugLink(byte[] header)
    {
        var sections = Table(header, _sectionsAt, 58, 60, SectionHeaderSize, "section headers");
        var namesAt = U16(header, 62) * SectionHeaderSize;
        if (sections.Length == 0 || namesAt == 0) return default;
        if (namesAt >= sections.Length) throw Error(62, $"section {U16(header, 62)} of {sections.Length / SectionHeaderSize} has the names");
        var names = Section(sections, namesAt, MaxNames);
        for (var at = 0; at < sections.Length; at += SectionHeaderSize)
        {
            var name = U32(sections, at);
            if (name >= names.Length || U32(sections, at + 4) == NoBitsSection) continue;
            if (!names.AsSpan((int)name).StartsWith(".gnu_debuglink\0"u8)) continue;
            var link = Section(sections, at, MaxDebugLink);
            var end = link.AsSpan().IndexOf((byte)0);
            var checksumAt = (int)Aligned(end + 1, 4);
            if (end <= 0 || checksumAt + 4 > link.Length) throw Error(_sectionsAt + at, "a .gnu_debuglink without a name or a checksum");
            return (Encoding.UTF8.GetString(link, 0, end), U32(link, checksumAt));
        }

        return default;
    }

    private byte[] Section(byte[] sections, int at, int limit)
    {
        var size = U64(sections, at + 32);
        if (size > (ulong)limit) throw Error(_sectionsAt + at, $"a section of {size} bytes, expected at most {limit}");
        return Bytes(U64(sections, at + 24), (int)size, "a section");
    }

    /// <summary>All entries of a table of the header; a u16 counts them.</summary>
    private byte[] Table(byte[] header, long tableAt, int entrySizeAt, int countAt, int entrySize, string what)
    {
        var count = U16(header, countAt);
        if (count == 0) return [];
        if (U16(header, entrySizeAt) != entrySize) throw Error(entrySizeAt, $"{what} of {U16(header, entrySizeAt)} bytes, expected {entrySize}");
        return Bytes((ulong)tableAt, count * entrySize, what);
    }

    private byte[] Bytes(ulong offset, int count, string what)
    {
        if (offset > (ulong)_length || (ulong)count > (ulong)_length - offset)
        {
            throw new InvalidDataException($"{_path}: {what}: {count} bytes at offset {offset} of a file of {_length}");
        }

        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var got = RandomAccess.Read(_file, bytes.AsSpan(done), (long)offset + done);
            if (got == 0) throw new InvalidDataException($"{_path}: {what}: ends at offset {(long)offset + done}");
            done += got;
        }

        return bytes;
    }

    private InvalidDataException Error(long offset, string what) => new($"{_path}: offset {offset}: {what}");

    private static long Aligned(long value, int alignment) => (value + alignment - 1) & -alignment;

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static ulong U64(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
}
