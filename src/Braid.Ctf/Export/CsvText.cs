using System.Buffers;
using Braid.Ctf.Text;

namespace Braid.Ctf.Export;

/// <summary>Cells of RFC 4180. What is no UTF-8 becomes U+FFFD.</summary>
internal static class CsvText
{
    private static readonly SearchValues<byte> s_quoted = SearchValues.Create(",\"\r\n"u8);

    private static readonly SearchValues<byte> s_special =
        SearchValues.Create([(byte)'"', .. Enumerable.Range(128, 128).Select(static i => (byte)i)]);

    /// <summary>Appends a cell; in quotes when it needs them or is empty, as a cell without anything means that there is no value.</summary>
    public static void Append(TextBuffer text, ReadOnlySpan<byte> value)
    {
        var needsQuotes = value.IsEmpty || value.ContainsAny(s_quoted);
        if (needsQuotes) text.Append((byte)'"');
        if (text.TryAppendDoubled(value, (byte)'"')) value = [];
        while (true)
        {
            var plain = value.IndexOfAny(s_special);
            if (plain < 0) break;
            text.Append(value[..plain]);
            value = value[plain..];
            if (value[0] == '"')
            {
                text.Append("\"\""u8);
                value = value[1..];
            }
            else value = value[JsonText.AppendRune(text, value)..];
        }

        text.Append(value);
        if (needsQuotes) text.Append((byte)'"');
    }
}
