using System.Buffers.Binary;
using System.Text.Unicode;
using Braid.Rings;

namespace Braid.Tracing.Rings;

/// <summary>An entry of the event table: u32 size, u16 field count, u8 log level, u8 note count, provider, name, fields, notes, padded to 8 bytes.</summary>
internal static class EventEntry
{
    private const int NoteCountAt = 7, MaxNote = 4096;

    public static byte[] Make(string provider, string name, TracepointDetails details, ReadOnlySpan<TraceField> fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0u);
        writer.Write((ushort)0);
        writer.Write((byte)details.Level);
        writer.Write((byte)0);
        TraceField.WriteName(writer, provider);
        TraceField.WriteName(writer, name);
        ushort recorded = 0;
        foreach (var field in fields)
        {
            if (field.IsFilterOnly) continue;
            writer.Write(field.Schema);
            recorded++;
        }

        byte notes = 0;
        WriteNote(writer, EventNote.Description, details.Description, ref notes);
        WriteNote(writer, EventNote.ProviderDescription, details.ProviderDescription, ref notes);
        WriteNote(writer, EventNote.ModelUri, details.ModelUri, ref notes);
        while (bytes.Length % 8 != 0) writer.Write((byte)0);
        var entry = bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)entry.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(4), recorded);
        entry[NoteCountAt] = notes;
        return entry;
    }

    /// <summary>On one line, and cut at a character.</summary>
    private static void WriteNote(BinaryWriter writer, EventNote kind, string? text, ref byte count)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        var line = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
        var utf8 = new byte[MaxNote];
        Utf8.FromUtf16(line, utf8, out _, out var written);
        writer.Write((byte)kind);
        writer.Write((ushort)written);
        writer.Write(utf8, 0, written);
        count++;
    }
}
