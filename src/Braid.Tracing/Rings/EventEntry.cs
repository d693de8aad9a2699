using System.Buffers.Binary;

namespace Braid.Tracing.Rings;

/// <summary>An entry of the event table: u32 size, u16 field count, u8 log level, u8 0, provider, name, fields, padded to 8 bytes.</summary>
internal static class EventEntry
{
    public static byte[] Make(string provider, string name, TraceLevel level, ReadOnlySpan<TraceField> fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(provider);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0u);
        writer.Write((ushort)fields.Length);
        writer.Write((byte)level);
        writer.Write((byte)0);
        TraceField.WriteName(writer, provider);
        TraceField.WriteName(writer, name);
        foreach (var field in fields) writer.Write(field.Schema);
        while (bytes.Length % 8 != 0) writer.Write((byte)0);
        var entry = bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)entry.Length);
        return entry;
    }
}
