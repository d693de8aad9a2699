using System.Runtime.CompilerServices;

namespace Braid.Tracing.Rings;

/// <summary>How a value of a type that is only known as <typeparamref name="T"/> becomes a field.</summary>
internal static class FieldOf<T>
{
    /// <summary>What is not written as its own bytes; constant once compiled.</summary>
    private static readonly Shape s_shape = Classify();

    private enum Shape : byte
    {
        Plain,
        Text,
        Time,
        Uuid,
        Array,
        None,
    }

    /// <summary>The description of a field of this type.</summary>
    /// <exception cref="ArgumentException">No field can hold the type.</exception>
    public static TraceField Describe(string name)
    {
        var type = typeof(T);
        switch (s_shape)
        {
            case Shape.Text: return TraceField.Text(name);
            case Shape.Time: return TraceField.Integer(name, 64, signed: true);
            case Shape.Uuid: return TraceField.Uuid(name);
            case Shape.Array:
                var element = type.GetElementType()!;
                return element == typeof(float) || element == typeof(double)
                    ? TraceField.FloatArray(name, Bits(element))
                    : TraceField.Array(name, Bits(element), IsSigned(element));
            case Shape.None: throw new ArgumentException($"a field cannot hold {type}", nameof(name));
        }

        if (type == typeof(float) || type == typeof(double)) return TraceField.Float(name, Bits(type));
        if (!type.IsEnum) return TraceField.Integer(name, Bits(type), IsSigned(type));
        var underlying = Enum.GetUnderlyingType(type);
        var values = Enum.GetValuesAsUnderlyingType(type);
        var labels = Enum.GetNames(type).Select((label, i) => (label, ToInt64(values.GetValue(i)!))).ToArray();
        return TraceField.Enumeration(name, Bits(underlying), IsSigned(underlying), labels);
    }

    /// <summary>The value to write: what could call code that is not ours happens here, before a ring is claimed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Prepare(T value)
    {
        if (s_shape != Shape.Time) return value;
        ref var time = ref Unsafe.As<T, DateTime>(ref value);
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return Unsafe.As<DateTime, T>(ref utc);
    }

    /// <summary>The most bytes that the value takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Size(T value) => s_shape switch
    {
        Shape.Text => TraceRecord.SizeOfText(Unsafe.As<T, string?>(ref value)),
        Shape.Array => sizeof(int) + SizeOf(Unsafe.As<T, Array?>(ref value)),
        _ => Unsafe.SizeOf<T>(),
    };

    /// <summary>Writes the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref TraceRecord record, T value)
    {
        // In bounds: Describe refuses types of other shapes, so each cast below is to the type itself or a base of it.
        switch (s_shape)
        {
            case Shape.Plain:
                record.WriteBytes(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>());
                break;
            case Shape.Text:
                record.WriteText(Unsafe.As<T, string?>(ref value));
                break;
            case Shape.Time:
                record.Write(TraceRecord.ToUnixNanoseconds(Unsafe.As<T, DateTime>(ref value)));
                break;
            case Shape.Uuid:
                record.WriteUuid(Unsafe.As<T, Guid>(ref value));
                break;
            default:
                WriteArray(ref record, Unsafe.As<T, Array?>(ref value));
                break;
        }
    }

    private static void WriteArray(ref TraceRecord record, Array? array)
    {
        record.Write(array?.Length ?? 0);
        if (array is { Length: > 0 }) record.WriteBytes(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array), (int)SizeOf(array));
    }

    private static long SizeOf(Array? array) => array is null ? 0 : (long)array.Length * (Bits(typeof(T).GetElementType()!) / 8);

    private static Shape Classify()
    {
        var type = typeof(T);
        if (type == typeof(string)) return Shape.Text;
        if (type == typeof(DateTime)) return Shape.Time;
        if (type == typeof(Guid)) return Shape.Uuid;
        if (type.IsEnum) return Bits(Enum.GetUnderlyingType(type)) > 0 ? Shape.Plain : Shape.None;
        if (type.IsSZArray) return type.GetElementType() is { IsEnum: false } element && element != typeof(char) && Bits(element) > 0 ? Shape.Array : Shape.None;
        return Bits(type) > 0 ? Shape.Plain : Shape.None;
    }

    private static int Bits(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean or TypeCode.SByte or TypeCode.Byte => 8,
        TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 16,
        TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 32,
        TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 64,
        _ => type == typeof(nint) || type == typeof(nuint) ? 64 : 0,
    };

    private static bool IsSigned(Type type) =>
        Type.GetTypeCode(type) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 || type == typeof(nint);

    private static long ToInt64(object value) => value is ulong unsigned ? (long)unsigned : System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
}
