using System.Globalization;
using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Text;

/// <summary>Prints fields by walking them in order: every position lies in an event that its cursor has passed over whole.</summary>
internal sealed unsafe class FieldText(TextBuffer text, bool isColored)
{
    private static readonly FieldLabel[] s_indexes =
        [.. Enumerable.Range(0, 64).Select(static i => new FieldLabel(string.Create(CultureInfo.InvariantCulture, $"[{i}]")))];

    /// <summary>The packet's first byte, of the cursor being printed.</summary>
    private byte* _packet;

    private EventCursor _cursor = null!;

    /// <summary>Whether names of fields are printed.</summary>
    private bool _names;

    public void Append(EventCursor cursor, Scope scope, long position, bool names)
    {
        _cursor = cursor;
        _packet = cursor.PacketStart;
        _names = names;
        AppendStructure(scope.Root, ref position);
    }

    /// <summary>Prints a field that has a place of its own.</summary>
    public void Append(EventCursor cursor, Field field, bool names)
    {
        _cursor = cursor;
        _packet = cursor.PacketStart;
        _names = names;
        var position = cursor.PlaceOf(field);
        Append(field, ref position);
    }

    private static long Align(long position, int alignment) => (position + alignment - 1) & -(long)alignment;

    private void AppendStructure(Field field, ref long position)
    {
        position = Align(position, field.Alignment);
        text.Append((byte)'{');
        var isFirst = true;
        foreach (var member in field.Fields)
        {
            if (!member.IsShown)
            {
                _cursor.Pass(member, ref position);
                continue;
            }

            var label = member.Label;
            if (isColored && _names) AppendColored(label, ref isFirst);
            else if (isFirst)
            {
                isFirst = false;
                text.Append((byte)' ');
                if (_names) text.Append(label.Bytes.AsSpan(2, label.Length - 2));
            }
            else if (!_names) text.Append(", "u8);
            else if (label.IsShort) text.AppendLabel(label.Bytes, label.Length);
            else text.Append(label.Bytes);

            Append(member, ref position);
        }

        text.Append(" }"u8);
    }

    private void AppendColored(FieldLabel label, ref bool isFirst)
    {
        text.Append(isFirst ? " "u8 : ", "u8);
        isFirst = false;
        text.Append(TextColors.FieldName);
        text.Append(label.Bytes.AsSpan(2, label.Length - 5));
        text.Append(TextColors.End);
        text.Append(" = "u8);
    }

    private void BeginValue()
    {
        if (isColored) text.Append(TextColors.Value);
    }

    private void EndValue()
    {
        if (isColored) text.Append(TextColors.End);
    }

    private void Append(Field field, ref long position)
    {
        position = Align(position, field.Alignment);
        switch (field.Kind)
        {
            case FieldKind.Unsigned or FieldKind.Signed:
            {
                var value = Bits.Read(_packet, position, field);
                if (field.Kind == FieldKind.Signed) value = (ulong)Bits.SignExtend(value, field.Size);
                _cursor.Remember(field, value);
                position += field.Size;
                var integer = (IntegerFieldClass)field.Class;
                AppendInteger(field, value, integer.IsSigned, integer.Size, integer.Base, integer.IsEnumeration);
                break;
            }

            case FieldKind.VariableUnsigned or FieldKind.VariableSigned:
            {
                var value = _cursor.PassVariable(field, ref position);
                var integer = (VariableLengthIntegerFieldClass)field.Class;
                AppendInteger(field, value, integer.IsSigned, 64, integer.Base, integer.Mappings.Count > 0);
                break;
            }

            case FieldKind.Boolean or FieldKind.Bits:
                AppendBits(field, ref position);
                break;
            case FieldKind.Real:
                BeginValue();
                text.Append(_cursor.Real(field, position));
                EndValue();
                position += field.Size;
                break;
            case FieldKind.String or FieldKind.Text:
            {
                var bytes = _cursor.PassString(field, ref position);
                BeginValue();
                if (field.CharacterSize == 1) StringText.Append(text, bytes);
                else StringText.Append(text, Encoding.UTF8.GetBytes(StringEncodings.Decode(field.Class, bytes)));
                EndValue();
                break;
            }

            case FieldKind.Blob:
                AppendBlob(_cursor.PassString(field, ref position));
                break;
            case FieldKind.Structure:
                AppendStructure(field, ref position);
                break;
            case FieldKind.Array:
                AppendArray(field, ref position);
                break;
            case FieldKind.Variant:
                text.Append("{ "u8);
                Append(_cursor.ChooseOption(field)!, ref position);
                text.Append(" }"u8);
                break;
            default:
                if (_cursor.ChooseOption(field) is { } content) Append(content, ref position);
                else text.Append("<none>"u8);
                break;
        }
    }

    private void AppendArray(Field field, ref long position)
    {
        var count = _cursor.Count(field);
        var element = field.Fields[0];
        var isPlain = !isColored && element.IsPlain && element.Register < 0 && element.Alignment <= element.Size;
        if (isPlain && count > 0) position = Align(position, element.Alignment);
        text.Append((byte)'[');
        for (ulong i = 0; i < count; i++)
        {
            AppendIndex(i);
            if (!isPlain)
            {
                Append(element, ref position);
                continue;
            }

            var value = Bits.ReadPlain(_packet + (position >> 3), element.Size);
            position += element.Size;
            if (element.Kind == FieldKind.Signed) text.Append(Bits.SignExtend(value, element.Size));
            else text.Append(value);
        }

        text.Append(" ]"u8);
    }

    private void AppendIndex(ulong i)
    {
        if (_names && i > 0 && i < (ulong)s_indexes.Length)
        {
            var label = s_indexes[i];
            text.AppendLabel(label.Bytes, label.Length);
            return;
        }

        text.Append(i == 0 ? " "u8 : ", "u8);
        if (!_names) return;
        text.Append((byte)'[');
        text.Append(i);
        text.Append("] = "u8);
    }

    private void AppendInteger(Field field, ulong value, bool signed, int size, DisplayBase displayBase, bool isEnumeration)
    {
        if (isEnumeration) AppendLabels(field, value, signed);
        BeginValue();
        switch (displayBase)
        {
            case DisplayBase.Hexadecimal:
                text.Append("0x"u8);
                text.AppendDigits(Mask(value, (size + 3) & ~3), 4, 1);
                break;
            case DisplayBase.Octal:
                text.Append("0"u8);
                text.AppendDigits(Mask(value, (size + 2) / 3 * 3), 3, 1);
                break;
            case DisplayBase.Binary:
                text.Append("0b"u8);
                text.AppendDigits(Mask(value, size), 1, size);
                break;
            default:
                if (signed) text.Append((long)value);
                else text.Append(value);
                break;
        }

        EndValue();
        if (isEnumeration) text.Append(" )"u8);
    }

    private static ulong Mask(ulong value, int bits) => bits >= 64 ? value : value & ((1UL << bits) - 1);

    private void AppendLabels(Field field, ulong value, bool signed)
    {
        text.Append("( "u8);
        var isFirst = true;
        foreach (var (quoted, ranges) in (field.ValueLabels ??= new LabelTexts(field)).Labels)
        {
            if (!Contains(ranges, (long)value, signed)) continue;
            if (!isFirst) text.Append(", "u8);
            isFirst = false;
            BeginValue();
            text.Append(quoted);
            EndValue();
        }

        if (isFirst)
        {
            if (isColored) text.Append(TextColors.Unknown);
            text.Append("<unknown>"u8);
            EndValue();
        }

        text.Append(" : container = "u8);
    }

    private static bool Contains(IntegerRange[] ranges, long value, bool signed)
    {
        foreach (var range in ranges)
        {
            if (range.Contains(value, signed)) return true;
        }

        return false;
    }

    private void AppendBits(Field field, ref long position)
    {
        var value = Bits.Read(_packet, position, field);
        _cursor.Remember(field, value);
        position += field.Size;
        if (field.Kind == FieldKind.Boolean)
        {
            text.Append(value != 0 ? "true"u8 : "false"u8);
            return;
        }

        text.Append("0x"u8);
        text.AppendDigits(value, 4, 1);
        var bits = (BitArrayFieldClass)field.Class;
        if (bits.Kind != BitArrayKind.Map) return;
        text.Append(" { "u8);
        var isFirst = true;
        foreach (var (quoted, ranges) in (field.ValueLabels ??= new LabelTexts(field)).Labels)
        {
            if (!Array.Exists(ranges, range => AnyBit(value, range))) continue;
            if (!isFirst) text.Append(", "u8);
            isFirst = false;
            BeginValue();
            text.Append(quoted);
            EndValue();
        }

        text.Append(isFirst ? "}"u8 : " }"u8);
    }

    private static bool AnyBit(ulong value, IntegerRange range)
    {
        for (var bit = range.Lower; bit <= range.Upper && bit < 64; bit++)
        {
            if ((value >> (int)bit & 1) != 0) return true;
        }

        return false;
    }

    private void AppendBlob(ReadOnlySpan<byte> bytes)
    {
        text.Append((byte)'{');
        foreach (var value in bytes)
        {
            text.Append(" "u8);
            text.AppendDigits(value, 4, 2);
        }

        text.Append(" }"u8);
    }
}
