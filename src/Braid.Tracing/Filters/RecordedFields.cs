using System.Buffers.Binary;
using Braid.Rings;

namespace Braid.Tracing.Filters;

/// <summary>
/// Finds values in the fields of an event as they were written. Whoever fills in a record by hand may have written other
/// fields than were described: nothing outside of the bytes is read then, and the value is missing.
/// </summary>
internal static class RecordedFields
{
    /// <summary>The value at <paramref name="path"/> of the field <paramref name="index"/>; with <paramref name="isCount"/> the number of its elements.</summary>
    public static FilterValue Find(TraceField[] fields, int index, bool isCount, (string? Member, ulong Index)[] path, ReadOnlySpan<byte> bytes)
    {
        var at = 0L;
        for (var i = 0; i < index; i++)
        {
            if (!TrySkip(fields[i], bytes, ref at)) return default;
        }

        var field = fields[index];
        if (isCount) return path.Length == 0 && TryCount(bytes, ref at, out var count) ? FilterValue.Integer(count) : default;
        foreach (var step in path)
        {
            var isFound = step.Member is { } member ? TryMember(ref field, member, bytes, ref at) : TryElement(ref field, step.Index, bytes, ref at);
            if (!isFound) return default;
        }

        return Read(field, bytes, at);
    }

    /// <summary>The value of a number or text at <paramref name="at"/>; missing for anything else.</summary>
    public static FilterValue Read(TraceField field, ReadOnlySpan<byte> bytes, long at)
    {
        if (at > bytes.Length) return default;
        var from = bytes[(int)at..];
        if (field.Kind == FieldKind.Text)
        {
            var length = from.IndexOf((byte)0);
            return length < 0 ? default : FilterValue.Text((int)at, length);
        }

        if (field.Kind is not (FieldKind.Integer or FieldKind.Enumeration or FieldKind.Float) || from.Length < field.Bits / 8) return default;
        if (field.Kind == FieldKind.Float)
        {
            return FilterValue.Real(field.Bits == 32 ? BinaryPrimitives.ReadSingleLittleEndian(from) : BinaryPrimitives.ReadDoubleLittleEndian(from));
        }

        return FilterValue.Integer(ReadInteger(from[..(field.Bits / 8)], (field.Flags & FieldFlags.Signed) != 0, (field.Flags & FieldFlags.NetworkOrder) != 0));
    }

    private static long ReadInteger(ReadOnlySpan<byte> bytes, bool isSigned, bool isNetworkOrder) => bytes.Length switch
    {
        1 => isSigned ? (sbyte)bytes[0] : bytes[0],
        2 => (isNetworkOrder ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes)) is var value && isSigned ? value : (ushort)value,
        4 => (isNetworkOrder ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes)) is var value && isSigned ? value : (uint)value,
        _ => isNetworkOrder ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    private static bool TryMember(ref TraceField field, string name, ReadOnlySpan<byte> bytes, ref long at)
    {
        if (field.Kind != FieldKind.Structure) return false;
        foreach (var member in field.Members)
        {
            if (member.Name == name)
            {
                field = member;
                return true;
            }

            if (!TrySkip(member, bytes, ref at)) return false;
        }

        return false;
    }

    private static bool TryElement(ref TraceField field, ulong index, ReadOnlySpan<byte> bytes, ref long at)
    {
        if (field.Kind is not (FieldKind.Array or FieldKind.StructureArray or FieldKind.Uuid)) return false;
        var count = 16u;
        if (field.Kind != FieldKind.Uuid && !TryCount(bytes, ref at, out count)) return false;
        if (index >= count) return false;
        field = field.Element;
        at += (long)index * field.FixedSize;
        return true;
    }

    private static bool TrySkip(TraceField field, ReadOnlySpan<byte> bytes, ref long at)
    {
        if (field.FixedSize > 0)
        {
            at += field.FixedSize;
        }
        else if (field.Kind == FieldKind.Structure)
        {
            foreach (var member in field.Members)
            {
                if (!TrySkip(member, bytes, ref at)) return false;
            }
        }
        else if (field.Kind == FieldKind.Text)
        {
            var length = at <= bytes.Length ? bytes[(int)at..].IndexOf((byte)0) : -1;
            if (length < 0) return false;
            at += length + 1;
        }
        else if (TryCount(bytes, ref at, out var count))
        {
            at += count * (long)field.Element.FixedSize;
        }
        else
        {
            return false;
        }

        return at <= bytes.Length;
    }

    private static bool TryCount(ReadOnlySpan<byte> bytes, ref long at, out uint count)
    {
        var isThere = at <= bytes.Length - sizeof(uint);
        count = isThere ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]) : 0;
        at += sizeof(uint);
        return isThere;
    }
}
