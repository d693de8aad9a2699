using Braid.Tracing;

namespace Braid.Bridge.Events;

/// <summary>Values of payloads as fields: EventSource hands them over boxed.</summary>
internal static class PayloadValue
{
    /// <summary>How values like this one are recorded; null is text.</summary>
    public static ValueKind KindOf(object? value) => value is null ? ValueKind.Text : KindOf(value.GetType());

    /// <summary>How values of a type are recorded.</summary>
    public static ValueKind KindOf(Type type)
    {
        if (type.IsEnum) type = Enum.GetUnderlyingType(type);
        if (type == typeof(nint) || type == typeof(nuint)) return ValueKind.Pointer;
        if (type == typeof(Guid)) return ValueKind.Uuid;
        if (type == typeof(byte[])) return ValueKind.Bytes;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => ValueKind.Boolean,
            TypeCode.Char => ValueKind.Character,
            TypeCode.SByte => ValueKind.SByte,
            TypeCode.Byte => ValueKind.Byte,
            TypeCode.Int16 => ValueKind.Int16,
            TypeCode.UInt16 => ValueKind.UInt16,
            TypeCode.Int32 => ValueKind.Int32,
            TypeCode.UInt32 => ValueKind.UInt32,
            TypeCode.Int64 => ValueKind.Int64,
            TypeCode.UInt64 => ValueKind.UInt64,
            TypeCode.Single => ValueKind.Single,
            TypeCode.Double => ValueKind.Double,
            TypeCode.DateTime => ValueKind.Time,
            TypeCode.String => ValueKind.Text,
            _ => ValueKind.Json,
        };
    }

    public static TraceField Describe(string name, ValueKind kind) => kind switch
    {
        ValueKind.Boolean or ValueKind.Byte => TraceField.Integer(name, 8, signed: false),
        ValueKind.SByte => TraceField.Integer(name, 8, signed: true),
        ValueKind.Character or ValueKind.UInt16 => TraceField.Integer(name, 16, signed: false),
        ValueKind.Int16 => TraceField.Integer(name, 16, signed: true),
        ValueKind.Int32 => TraceField.Integer(name, 32, signed: true),
        ValueKind.UInt32 => TraceField.Integer(name, 32, signed: false),
        ValueKind.Int64 or ValueKind.Time => TraceField.Integer(name, 64, signed: true),
        ValueKind.UInt64 => TraceField.Integer(name, 64, signed: false),
        ValueKind.Pointer => TraceField.Integer(name, 64, signed: false, TraceBase.Hexadecimal),
        ValueKind.Single => TraceField.Float(name, 32),
        ValueKind.Double => TraceField.Float(name, 64),
        ValueKind.Uuid => TraceField.Uuid(name),
        ValueKind.Bytes => TraceField.Array(name, 8, signed: false),
        _ => TraceField.Text(name),
    };

    /// <summary>The most bytes that a value takes as a field of this kind; negative when it is none.</summary>
    public static long Size(ValueKind kind, object? value)
    {
        switch (value)
        {
            case null: return kind is ValueKind.Text or ValueKind.Json ? 1 : -1;
            case string text: return kind is ValueKind.Text or ValueKind.Json ? TraceRecord.SizeOfText(text) : -1;
            case byte[] bytes: return kind is ValueKind.Bytes ? TraceRecord.SizeOfArray<byte>(bytes) : -1;
        }

        return KindOf(value) == kind ? SizeOf(kind) : -1;
    }

    /// <summary>Writes a value of which <see cref="Size"/> has told the size.</summary>
    public static void Write(ref TraceRecord record, ValueKind kind, object? value)
    {
        switch (kind)
        {
            case ValueKind.Boolean: record.Write((bool)value!); break;
            case ValueKind.Character: record.Write((char)value!); break;
            case ValueKind.SByte: record.Write((sbyte)value!); break;
            case ValueKind.Byte: record.Write((byte)value!); break;
            case ValueKind.Int16: record.Write((short)value!); break;
            case ValueKind.UInt16: record.Write((ushort)value!); break;
            case ValueKind.Int32: record.Write((int)value!); break;
            case ValueKind.UInt32: record.Write((uint)value!); break;
            case ValueKind.Int64: record.Write((long)value!); break;
            case ValueKind.UInt64: record.Write((ulong)value!); break;
            case ValueKind.Single: record.Write((float)value!); break;
            case ValueKind.Double: record.Write((double)value!); break;
            case ValueKind.Time: record.Write(TraceRecord.ToUnixNanoseconds((DateTime)value!)); break;
            case ValueKind.Pointer: record.Write(value is nint signed ? (ulong)signed : (nuint)value!); break;
            case ValueKind.Uuid: record.WriteUuid((Guid)value!); break;
            case ValueKind.Bytes: record.WriteArray<byte>((byte[])value!); break;
            default: record.WriteText((string?)value); break;
        }
    }

    private static long SizeOf(ValueKind kind) => kind switch
    {
        ValueKind.Boolean or ValueKind.SByte or ValueKind.Byte => 1,
        ValueKind.Character or ValueKind.Int16 or ValueKind.UInt16 => 2,
        ValueKind.Int32 or ValueKind.UInt32 or ValueKind.Single => 4,
        ValueKind.Uuid => 16,
        ValueKind.Json => -1, // only as the text that it becomes first
        _ => 8,
    };
}
