using System.Buffers.Binary;

namespace Braid.Linux.Elf;

/// <summary>
/// Reads notes (gabi, "Note Section"): u32 size of the name, u32 size of the content, u32 type, the name, the content; each of
/// the two filled up to a multiple of 4, or 8 where the segment or section says so.
/// </summary>
internal static class ElfNotes
{
    private const int HeaderSize = 12, MaxNotes = 1 << 20;

    /// <summary>Takes a note and the file offset at which it begins.</summary>
    internal delegate void Take(ElfNote note, long at);

    internal static void Read(ElfFile file, in ElfSegment segment, Take take) =>
        Read(file, segment.HeaderAt, segment.Offset, segment.FileSize, segment.Alignment, take);

    internal static void Read(ElfFile file, in ElfSection section, Take take) =>
        Read(file, section.HeaderAt, section.Offset, section.Size, section.Alignment, take);

    private static void Read(ElfFile file, long headerAt, ulong offset, ulong size, ulong alignment, Take take)
    {
        if (size > MaxNotes) throw file.Error(headerAt, $"{size} bytes of notes");
        ReadOnlySpan<byte> notes = file.Bytes(offset, (int)size, "the notes");
        var step = alignment == 8 ? 8 : 4;
        while (notes.Length >= HeaderSize)
        {
            var at = (long)(offset + size) - notes.Length;
            var nameSize = BinaryPrimitives.ReadUInt32LittleEndian(notes);
            var contentSize = BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]);
            var contentAt = Aligned(HeaderSize + (long)nameSize, step);
            var end = contentAt + contentSize;
            if (end > notes.Length) throw file.Error(at, $"a note of {nameSize} and {contentSize} bytes in {notes.Length}");
            take(new(BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]), notes.Slice(HeaderSize, (int)nameSize), notes[(int)contentAt..(int)end]), at);
            notes = notes[(int)Math.Min(Aligned(end, step), notes.Length)..];
        }
    }

    private static long Aligned(long value, int alignment) => (value + alignment - 1) & -alignment;
}
