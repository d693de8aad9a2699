using System.Buffers;

namespace Braid.Ctf.Text;

/// <summary>Strings in quotes, with the escapes of C for what is not printable.</summary>
internal static class StringText
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static i => (byte)i), (byte)'"', (byte)'\'', (byte)'?', (byte)'\\', 0x7f]);

    public static void Append(TextBuffer text, ReadOnlySpan<byte> value)
    {
        text.Append((byte)'"');
        while (true)
        {
            var plain = value.IndexOfAny(s_special);
            if (plain < 0) break;
            text.Append(value[..plain]);
            AppendSpecial(text, value[plain]);
            value = value[(plain + 1)..];
        }

        text.Append(value);
        text.Append((byte)'"');
    }

    private static void AppendSpecial(TextBuffer text, byte value)
    {
        text.Append((byte)'\\');
        switch (value)
        {
            case (byte)'\a': text.Append((byte)'a'); break;
            case (byte)'\b': text.Append((byte)'b'); break;
            case (byte)'\e': text.Append((byte)'e'); break;
            case (byte)'\f': text.Append((byte)'f'); break;
            case (byte)'\n': text.Append((byte)'n'); break;
            case (byte)'\r': text.Append((byte)'r'); break;
            case (byte)'\t': text.Append((byte)'t'); break;
            case (byte)'\v': text.Append((byte)'v'); break;
            case (byte)'"' or (byte)'\'' or (byte)'?' or (byte)'\\': text.Append(value); break;
            default:
                text.Append((byte)'x');
                text.Append("0123456789abcdef"u8[value >> 4]);
                text.Append("0123456789abcdef"u8[value & 15]);
                break;
        }
    }
}
