namespace Braid.DotNet.Nettrace;

/// <summary>
/// Reads the descriptions of fields. They come in three forms: that of version 4 (type before name), that of the V2
/// parameters which version 5 adds (a size, name before type, arrays), and that of version 6 (UTF-8, one-byte codes).
/// </summary>
internal static class TypeReader
{
    private const int DeepestNesting = 32;

    public static NettraceField[] FieldsV4(ref ByteCursor cursor, int depth = 0)
    {
        var fields = new NettraceField[Count(ref cursor, cursor.Int32(), smallest: 6)];
        for (var i = 0; i < fields.Length; i++)
        {
            var type = TypeV4(ref cursor, depth, hasArrays: false);
            fields[i] = new(cursor.Utf16(), type);
        }

        return fields;
    }

    public static NettraceField[] FieldsV5(ref ByteCursor cursor, int depth = 0)
    {
        var fields = new NettraceField[Count(ref cursor, cursor.Int32(), smallest: 10)];
        for (var i = 0; i < fields.Length; i++)
        {
            var size = cursor.Int32();
            if (size < 4) throw cursor.Error($"a field description of {size} bytes");
            var field = cursor.Part(size - 4);
            var name = field.Utf16();
            fields[i] = new(name, TypeV4(ref field, depth, hasArrays: true));
        }

        return fields;
    }

    public static NettraceField[] FieldsV6(ref ByteCursor cursor, int depth = 0)
    {
        var fields = new NettraceField[Count(ref cursor, cursor.UInt16(), smallest: 4)];
        for (var i = 0; i < fields.Length; i++)
        {
            var field = cursor.Part(cursor.UInt16());
            var name = field.Utf8();
            fields[i] = new(name, TypeV6(ref field, depth));
        }

        return fields;
    }

    private static NettraceType TypeV4(ref ByteCursor cursor, int depth, bool hasArrays)
    {
        CheckDepth(ref cursor, depth);
        var code = (NettraceTypeCode)cursor.Int32();
        return code switch
        {
            NettraceTypeCode.Object => new(code) { Fields = hasArrays ? FieldsV5(ref cursor, depth + 1) : FieldsV4(ref cursor, depth + 1) },
            NettraceTypeCode.Array when hasArrays => new(code) { Element = TypeV4(ref cursor, depth + 1, hasArrays) },
            >= NettraceTypeCode.Boolean32 and <= NettraceTypeCode.Utf16String => new(code),
            _ => throw cursor.Error($"a field of unknown type {(int)code}"),
        };
    }

    private static NettraceType TypeV6(ref ByteCursor cursor, int depth)
    {
        CheckDepth(ref cursor, depth);
        var code = (NettraceTypeCode)cursor.Byte();
        switch (code)
        {
            case NettraceTypeCode.Object:
                return new(code) { Fields = FieldsV6(ref cursor, depth + 1) };
            case NettraceTypeCode.Array or NettraceTypeCode.RelLoc or NettraceTypeCode.DataLoc:
                return new(code) { Element = TypeV6(ref cursor, depth + 1) };
            case NettraceTypeCode.FixedLengthArray:
                var element = TypeV6(ref cursor, depth + 1);
                return new(code) { Element = element, Count = cursor.UInt16() };
            case >= NettraceTypeCode.Boolean32 and <= NettraceTypeCode.Boolean8:
                return new(code);
            default:
                throw cursor.Error($"a field of unknown type {(int)code}");
        }
    }

    private static void CheckDepth(ref ByteCursor cursor, int depth)
    {
        if (depth > DeepestNesting) throw cursor.Error($"types nested deeper than {DeepestNesting}");
    }

    /// <summary>A count is believed only as far as there are bytes for it.</summary>
    private static int Count(ref ByteCursor cursor, int count, int smallest) =>
        count >= 0 && count <= cursor.Remaining / smallest ? count : throw cursor.Error($"{count} fields where {cursor.Remaining} bytes are left of the block");
}
