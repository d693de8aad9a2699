using System.Buffers;
using System.Text;
using Braid.Ctf.Text;

namespace Braid.Ctf.Export;

/// <summary>Strings of RFC 8259. What is no UTF-8 becomes U+FFFD.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> s_special =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(static i => (byte)i), (byte)'"', (byte)'\\', .. Enumerable.Range(128, 128).Select(static i => (byte)i)]);

    /// <summary>The string in quotes, ready to be appended.</summary>
    public static byte[] Quote(string text)
    {
        using var bytes = new MemoryStream();
        using (var buffer = new TextBuffer(bytes, TextBuffer.SmallSize))
        {
            Append(buffer, Encoding.UTF8.GetBytes(text));
            buffer.Flush();
        }

        return bytes.ToArray();
    }

    /// <summary>Appends a string in quotes.</summary>
    public static void Append(TextBuffer text, ReadOnlySpan<byte> value)
    {
        text.Append((byte)'"');
        while (true)
        {
            var plain = value.IndexOfAny(s_special);
            if (plain < 0) break;
            text.Append(value[..plain]);
            value = value[(plain + AppendSpecial(text, value[plain..]))..];
        }

        text.Append(value);
        text.Append((byte)'"');
    }

    /// <returns>The bytes of <paramref name="value"/> that were dealt with.</returns>
    private static int AppendSpecial(TextBuffer text, ReadOnlySpan<byte> value)
    {
        if (value[0] >= 0x80) return AppendRune(text, value);
        text.Append((byte)'\\');
        switch (value[0])
        {
            case (byte)'\b': text.Append((byte)'b'); break;
            case (byte)'\f': text.Append((byte)'f'); break;
            case (byte)'\n': text.Append((byte)'n'); break;
            case (byte)'\r': text.Append((byte)'r'); break;
            case (byte)'\t': text.Append((byte)'t'); break;
            case (byte)'"' or (byte)'\\': text.Append(value[0]); break;
            default:
                text.Append("u00"u8);
                text.AppendDigits(value[0], 4, 2);
                break;
        }

        return 1;
    }

    /// <summary>Appends the character that <paramref name="value"/> starts with, or U+FFFD for what is none.</summary>
    public static int AppendRune(TextBuffer text, ReadOnlySpan<byte> value)
    {
        var isValid = Rune.DecodeFromUtf8(value, out _, out var length) == OperationStatus.Done;
        text.Append(isValid ? value[..length] : "\uFFFD"u8);
        return length;
    }
}
