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
        writer.Write((ushort)0);
        writer.Write((byte)level);
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

        while (bytes.Length % 8 != 0) writer.Write((byte)0);
        var entry = bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)entry.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(4), recorded);
        return entry;
    }
}
