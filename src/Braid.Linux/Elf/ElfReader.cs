using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Elf;

/// <summary>Reads what identifies an ELF file, and where its code lies.</summary>
public sealed class ElfReader
{
    private const int MaxBuildId = 64, MaxDebugLink = 4096, PageSize = 4096;
    private const uint GnuBuildIdNote = 3;

    private readonly ElfFile _file;

    private ElfReader(ElfFile file) => _file = file;

    /// <summary>Reads the image in <paramref name="file"/>, a regular file open for reading, which stays the caller's.</summary>
    /// <param name="file">Read at any position; its own is not used.</param>
    /// <param name="path">Named in errors.</param>
    /// <returns>Null when the file does not begin as an ELF file does.</returns>
    /// <exception cref="InvalidDataException">It is no 64-bit little-endian program or library, or it contradicts itself; the message names the offset.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ElfImage? TryRead(SafeFileHandle file, string path) => ElfFile.TryOpen(file, path) is { } elf ? Read(elf) : null;

    /// <summary>Reads the image of a file that is open already.</summary>
    /// <exception cref="InvalidDataException">It contradicts itself; the message names the offset.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ElfImage Read(ElfFile file) => new ElfReader(file).Read();

    private ElfImage Read()
    {
        var (offset, low, high) = Extent();
        var (link, checksum) = ReadDebugLink();
        return new(_file.IsPositionIndependent, offset, high - low, ReadBuildId(), link, checksum);
    }

    private (long Offset, ulong Low, ulong High) Extent()
    {
        var (offset, low, high) = (0L, ulong.MaxValue, 0UL);
        foreach (var segment in _file.Segments.Where(static s => s.IsLoaded))
        {
            if (segment.Address < low)
            {
                if (segment.Offset > (ulong)_file.Length) throw _file.Error(segment.HeaderAt, $"a segment at {segment.Offset} of a file of {_file.Length} bytes");
                (offset, low) = ((long)segment.Offset & -PageSize, segment.Address);
            }

            high = Math.Max(high, segment.Address + segment.MemorySize);
        }

        return low <= high ? (offset, low, high) : throw _file.Error(_file.SegmentsAt, "no loadable segment");
    }

    private byte[] ReadBuildId()
    {
        foreach (var segment in _file.Segments.Where(static s => s.IsNote))
        {
            var id = Array.Empty<byte>();
            ElfNotes.Read(_file, segment, (note, at) =>
            {
                if (id.Length > 0 || note.Type != GnuBuildIdNote || !note.Name.SequenceEqual("GNU\0"u8)) return;
                if (note.Content.Length is 0 or > MaxBuildId) throw _file.Error(at, $"a build id of {note.Content.Length} bytes");
                id = note.Content.ToArray();
            });
            if (id.Length > 0) return id;
        }

        return [];
    }

    /// <summary>Section .gnu_debuglink: a name, its NUL, zeros up to a multiple of 4, u32 checksum.</summary>
    private (string? Name, uint Checksum) ReadDebugLink()
    {
        if (_file.FindSection(".gnu_debuglink") is not { } section) return default;
        var link = _file.Read(section, MaxDebugLink);
        var end = link.AsSpan().IndexOf((byte)0);
        var checksumAt = (end + 4) & -4;
        if (end <= 0 || checksumAt + 4 > link.Length) throw _file.Error(section.HeaderAt, "a .gnu_debuglink without a name or a checksum");
        return (Encoding.UTF8.GetString(link, 0, end), BinaryPrimitives.ReadUInt32LittleEndian(link.AsSpan(checksumAt)));
    }
}
