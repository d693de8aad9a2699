using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Elf;

/// <summary>
/// A little-endian ELF64 file: its tables and its bytes. The bytes may be anybody's: every offset, size and count is
/// compared with the length of the file and with a limit before it is used or allocates. Thread-safe.
/// </summary>
public sealed class ElfFile
{
    /// <summary>e_machine of x86-64 and arm64.</summary>
    public const ushort MachineX64 = 62, MachineArm64 = 183;

    private const int HeaderSize = 64, ProgramHeaderSize = 56, SectionHeaderSize = 64;
    private const int Executable = 2, SharedObject = 3, MaxNames = 1 << 20;

    private readonly SafeFileHandle _file;

    private ElfFile(SafeFileHandle file, string path)
    {
        _file = file;
        Path = path;
        Length = RandomAccess.GetLength(file);
    }

    /// <summary>What errors name.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>e_machine.</summary>
    public ushort Machine { get; private set; }

    /// <summary>True for ET_DYN: its addresses count from where it was loaded.</summary>
    public bool IsPositionIndependent { get; private set; }

    /// <summary>The segments, in the order of the file.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; private set; } = [];

    /// <summary>The sections, in the order of the file: none in a file that was stripped of their table.</summary>
    public IReadOnlyList<ElfSection> Sections { get; private set; } = [];

    /// <summary>File offset of the program header table.</summary>
    internal long SegmentsAt { get; private set; }

    /// <summary>Reads the tables of <paramref name="file"/>, a regular file open for reading, which stays the caller's and open as long as this is used.</summary>
    /// <param name="file">Read at any position; its own is not used.</param>
    /// <param name="path">Named in errors.</param>
    /// <returns>Null when the file does not begin as an ELF file does.</returns>
    /// <exception cref="InvalidDataException">It is no 64-bit little-endian program or library, or it contradicts itself; the message names the offset.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ElfFile? TryOpen(SafeFileHandle file, string path)
    {
        var elf = new ElfFile(file, path);
        if (elf.Length < 4 || !elf.Bytes(0, 4, "the magic number").AsSpan().SequenceEqual("\u007fELF"u8)) return null;
        elf.ReadTables();
        return elf;
    }

    /// <summary>The first section called <paramref name="name"/> whose bytes the file has; null when there is none.</summary>
    public ElfSection? FindSection(string name)
    {
        foreach (var section in Sections)
        {
            if (section.HasBytes && section.Name == name) return section;
        }

        return null;
    }

    /// <summary>The bytes of a section.</summary>
    /// <exception cref="InvalidDataException">It has more than <paramref name="limit"/> bytes, or the file ends before it.</exception>
    public byte[] Read(in ElfSection section, int limit)
    {
        if (section.Size > (ulong)limit) throw Error(section.HeaderAt, $"a section of {section.Size} bytes, expected at most {limit}");
        return Bytes(section.Offset, (int)section.Size, "a section");
    }

    /// <summary>Bytes at an address as linked, of one segment; fewer than asked where that ends, none where there is no segment.</summary>
    /// <exception cref="InvalidDataException">The file ends before the segment.</exception>
    public byte[] ReadMemory(ulong address, int count)
    {
        if (SegmentOf(address) is not { } segment) return [];
        var at = address - segment.Address;
        return Bytes(segment.Offset + at, (int)Math.Min((ulong)count, segment.FileSize - at), "a segment");
    }

    /// <summary>The loaded segment whose bytes in the file are at <paramref name="address"/>; null when there is none.</summary>
    public ElfSegment? SegmentOf(ulong address)
    {
        foreach (var segment in Segments)
        {
            if (segment.IsLoaded && address >= segment.Address && address - segment.Address < segment.FileSize) return segment;
        }

        return null;
    }

    /// <summary>Where in the file the byte at <paramref name="address"/> is; null when it is not.</summary>
    public ulong? OffsetOf(ulong address) => SegmentOf(address) is { } segment ? segment.Offset + (address - segment.Address) : null;

    /// <summary>The address, as linked, of the byte at <paramref name="offset"/> that is executed; null when there is none.</summary>
    public ulong? AddressOf(ulong offset)
    {
        foreach (var segment in Segments)
        {
            if (segment.IsExecutable && offset >= segment.Offset && offset - segment.Offset < segment.FileSize) return segment.Address + (offset - segment.Offset);
        }

        return null;
    }

    internal InvalidDataException Error(long offset, string what) => new($"{Path}: offset {offset}: {what}");

    internal byte[] Bytes(ulong offset, int count, string what)
    {
        if (offset > (ulong)Length || (ulong)count > (ulong)Length - offset)
        {
            throw new InvalidDataException($"{Path}: {what}: {count} bytes at offset {offset} of a file of {Length}");
        }

        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var got = RandomAccess.Read(_file, bytes.AsSpan(done), (long)offset + done);
            if (got == 0) throw new InvalidDataException($"{Path}: {what}: ends at offset {(long)offset + done}");
            done += got;
        }

        return bytes;
    }

    private void ReadTables()
    {
        var header = Bytes(0, HeaderSize, "the ELF header");
        if (header[4] != 2 || header[5] != 1) throw Error(4, "not a 64-bit little-endian ELF file");
        var type = U16(header, 16);
        if (type is not (Executable or SharedObject)) throw Error(16, $"type {type}, expected a program or a library");
        IsPositionIndependent = type == SharedObject;
        Machine = U16(header, 18);
        SegmentsAt = (long)U64(header, 32);
        ReadSegments(Table(header, SegmentsAt, 54, 56, ProgramHeaderSize, "program headers"));
        var sectionsAt = (long)U64(header, 40);
        ReadSections(header, sectionsAt, Table(header, sectionsAt, 58, 60, SectionHeaderSize, "section headers"));
    }

    private void ReadSegments(byte[] table)
    {
        var segments = new ElfSegment[table.Length / ProgramHeaderSize];
        for (var i = 0; i < segments.Length; i++)
        {
            var at = i * ProgramHeaderSize;
            var segment = new ElfSegment(SegmentsAt + at, U32(table, at), U32(table, at + 4), U64(table, at + 8), U64(table, at + 16), U64(table, at + 32), U64(table, at + 40), U64(table, at + 48));
            if (segment.IsLoaded && segment.Address + segment.MemorySize < segment.Address) throw Error(segment.HeaderAt, $"a segment of {segment.MemorySize} bytes at 0x{segment.Address:x}");
            segments[i] = segment;
        }

        Segments = segments;
    }

    private void ReadSections(byte[] header, long tableAt, byte[] table)
    {
        var names = Array.Empty<byte>();
        var namesAt = U16(header, 62) * SectionHeaderSize;
        if (table.Length > 0 && namesAt != 0)
        {
            if (namesAt >= table.Length) throw Error(62, $"section {U16(header, 62)} of {table.Length / SectionHeaderSize} has the names");
            names = Read(Section(namesAt, ""), MaxNames);
        }

        var sections = new ElfSection[table.Length / SectionHeaderSize];
        for (var i = 0; i < sections.Length; i++) sections[i] = Section(i * SectionHeaderSize, NameAt(names, U32(table, i * SectionHeaderSize)));
        Sections = sections;

        ElfSection Section(int at, string name) =>
            new(tableAt + at, name, U32(table, at + 4), U64(table, at + 16), U64(table, at + 24), U64(table, at + 32), U32(table, at + 40), U64(table, at + 48));
    }

    /// <summary>All entries of a table of the header; a u16 counts them.</summary>
    private byte[] Table(byte[] header, long tableAt, int entrySizeAt, int countAt, int entrySize, string what)
    {
        var count = U16(header, countAt);
        if (count == 0) return [];
        if (U16(header, entrySizeAt) != entrySize) throw Error(entrySizeAt, $"{what} of {U16(header, entrySizeAt)} bytes, expected {entrySize}");
        return Bytes((ulong)tableAt, count * entrySize, what);
    }

    /// <summary>The text up to its NUL in a table of names; empty when the place is outside, or has no end.</summary>
    internal static string NameAt(ReadOnlySpan<byte> names, uint at)
    {
        if (at >= names.Length) return "";
        var length = names[(int)at..].IndexOf((byte)0);
        return length <= 0 ? "" : Encoding.UTF8.GetString(names.Slice((int)at, length));
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static ulong U64(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
}
