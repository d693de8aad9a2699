using System.Globalization;
using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Ctf.Export;

/// <summary>Writes values of fields as JSON: docs/formats/json.md. One thread at a time.</summary>
internal sealed class JsonValues(TextBuffer text)
{
    /// <summary>Appends a value with all that it holds.</summary>
    public void Append(FieldValue value)
    {
        switch (value.Field.Kind)
        {
            case FieldKind.Unsigned or FieldKind.Signed or FieldKind.VariableUnsigned or FieldKind.VariableSigned:
                if (value.Field.IsPlain) AppendInteger(value);
                else if (LabelsOf(value.Field) is { } labels) AppendEnumeration(value, labels);
                else AppendInteger(value);
                break;
            case FieldKind.Bits:
                if (LabelsOf(value.Field) is { } flags) AppendFlags(value, flags);
                else text.Append((ulong)value.AsInt64());
                break;
            case FieldKind.Boolean:
                text.Append(value.AsInt64() != 0 ? "true"u8 : "false"u8);
                break;
            case FieldKind.Real:
                AppendReal(value, quoted: true);
                break;
            case FieldKind.String or FieldKind.Text:
                JsonText.Append(text, Utf8(value));
                break;
            case FieldKind.Blob:
                text.Append((byte)'"');
                AppendHex(value.AsBytes());
                text.Append((byte)'"');
                break;
            case FieldKind.Structure:
                AppendStructure(value);
                break;
            case FieldKind.Array:
                AppendArray(value);
                break;
            default:
                if (value.TryGetContent(out var content)) Append(content);
                else text.Append("null"u8);
                break;
        }
    }

    /// <summary>Appends an integer in decimal.</summary>
    public void AppendInteger(FieldValue value)
    {
        if (value.Field.Kind is FieldKind.Signed or FieldKind.VariableSigned) text.Append(value.AsInt64());
        else text.Append((ulong)value.AsInt64());
    }

    /// <summary>Appends the fewest digits that give the number back; of what is no number, its name.</summary>
    public void AppendReal(FieldValue value, bool quoted)
    {
        var real = value.AsDouble();
        if (double.IsFinite(real))
        {
            Span<byte> digits = stackalloc byte[32];
            int length;
            if (value.Field.Size <= 32) ((float)real).TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
            else real.TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
            text.Append(digits[..length]);
            return;
        }

        if (quoted) text.Append((byte)'"');
        text.Append(double.IsNaN(real) ? "NaN"u8 : real > 0 ? "Infinity"u8 : "-Infinity"u8);
        if (quoted) text.Append((byte)'"');
    }

    /// <summary>The labels of a field's values; null when it has none.</summary>
    public static ValueLabels? LabelsOf(Field field)
    {
        if (!field.HasLabels) return null;
        var labels = field.Labels ??= ValueLabels.Of(field);
        field.HasLabels = labels is not null;
        return labels;
    }

    /// <summary>A string in UTF-8; one in another encoding is converted.</summary>
    public static ReadOnlySpan<byte> Utf8(FieldValue value) =>
        value.Field.CharacterSize == 1 ? value.AsBytes() : Encoding.UTF8.GetBytes(value.AsString());

    private void AppendEnumeration(FieldValue value, ValueLabels labels)
    {
        var number = value.AsInt64();
        text.Append("{\"label\":"u8);
        var found = labels.FindValue(number, 0);
        if (found < 0) text.Append("null"u8);
        else JsonText.Append(text, JoinedLabels(labels, number, found));
        text.Append(",\"value\":"u8);
        AppendInteger(value);
        text.Append((byte)'}');
    }

    /// <summary>All labels of a value from <paramref name="first"/> on, with bars between; most values have one.</summary>
    public static ReadOnlySpan<byte> JoinedLabels(ValueLabels labels, long value, int first)
    {
        var next = labels.FindValue(value, first + 1);
        if (next < 0) return labels.Texts[first];
        var all = labels.Texts[first];
        for (; next >= 0; next = labels.FindValue(value, next + 1)) all = [.. all, (byte)'|', .. labels.Texts[next]];
        return all;
    }

    private void AppendFlags(FieldValue value, ValueLabels flags)
    {
        var bits = (ulong)value.AsInt64();
        text.Append("{\"flags\":["u8);
        var separator = ""u8;
        for (var i = flags.FindFlag(bits, 0); i >= 0; i = flags.FindFlag(bits, i + 1))
        {
            text.Append(separator);
            JsonText.Append(text, flags.Texts[i]);
            separator = ","u8;
        }

        text.Append("],\"value\":"u8);
        text.Append(bits);
        text.Append((byte)'}');
    }

    private void AppendHex(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) text.AppendDigits(value, 4, 2);
    }

    private void AppendStructure(FieldValue value)
    {
        var separator = "{"u8;
        foreach (var member in value)
        {
            if (!member.Field.IsShown) continue;
            text.Append(separator);
            separator = ","u8;
            text.Append(member.Field.Label.Json);
            Append(member);
        }

        text.Append(separator is [(byte)'{'] ? "{}"u8 : "}"u8);
    }

    private void AppendArray(FieldValue value)
    {
        text.Append((byte)'[');
        var isFirst = true;
        foreach (var item in value)
        {
            if (!isFirst) text.Append((byte)',');
            isFirst = false;
            Append(item);
        }

        text.Append((byte)']');
    }
}
