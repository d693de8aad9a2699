namespace Braid.DotNet.Nettrace;

/// <summary>Reads the description of one kind of event.</summary>
internal static class MetadataReader
{
    private const byte OpcodeTag = 1, ParametersTag = 2;

    private enum Optional : byte
    {
        Opcode = 1,
        Keywords = 3,
        MessageTemplate = 4,
        Description = 5,
        KeyValue = 6,
        ProviderGuid = 7,
        Level = 8,
        Version = 9,
    }

    /// <summary>The payload of a metadata event of versions 4 and 5.</summary>
    public static (uint Id, EventDescription Description) V4(ref ByteCursor cursor, int number)
    {
        var id = cursor.UInt32();
        var provider = cursor.Utf16();
        var eventId = cursor.Int32();
        var name = cursor.Utf16();
        var keywords = (ulong)cursor.Int64();
        var version = cursor.Int32();
        var level = cursor.Int32();
        var fields = TypeReader.FieldsV4(ref cursor);
        var opcode = 0;
        while (!cursor.IsAtEnd)
        {
            var size = cursor.Int32();
            var tag = cursor.Byte();
            var content = cursor.Part(size);
            if (tag == OpcodeTag) opcode = content.Byte();
            else if (tag == ParametersTag) fields = TypeReader.FieldsV5(ref content);
        }

        return (id, new()
        {
            Number = number, Provider = provider, EventId = eventId, Name = name, Keywords = keywords,
            Version = version, Level = level, Opcode = opcode, Fields = fields,
        });
    }

    /// <summary>A row of a metadata block of version 6, without its size.</summary>
    public static (uint Id, EventDescription Description) V6(ref ByteCursor cursor, int number)
    {
        var id = cursor.VarUInt32();
        var provider = cursor.Utf8();
        var eventId = cursor.VarUInt32();
        var name = cursor.Utf8();
        var fields = TypeReader.FieldsV6(ref cursor);
        var (keywords, version, level, opcode) = (0UL, 0, 0, 0);
        var optional = cursor.Part(cursor.UInt16());
        while (!optional.IsAtEnd)
        {
            var kind = (Optional)optional.Byte();
            switch (kind)
            {
                case Optional.Opcode: opcode = optional.Byte(); break;
                case Optional.Keywords: keywords = (ulong)optional.Int64(); break;
                case Optional.Level: level = optional.Byte(); break;
                case Optional.Version: version = optional.Byte(); break;
                case Optional.ProviderGuid: optional.Guid(); break;
                case Optional.MessageTemplate or Optional.Description: optional.Utf8(); break;
                case Optional.KeyValue:
                    optional.Utf8();
                    optional.Utf8();
                    break;
                default: throw optional.Error($"event metadata of unknown kind {(byte)kind}");
            }
        }

        return (id, new()
        {
            Number = number, Provider = provider, EventId = (int)eventId, Name = name, Keywords = keywords,
            Version = version, Level = level, Opcode = opcode, Fields = fields,
        });
    }
}
