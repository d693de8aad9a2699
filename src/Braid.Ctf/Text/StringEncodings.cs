using System.Text;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Text;

/// <summary>The encodings of CTF 2 strings.</summary>
internal static class StringEncodings
{
    private static readonly Encoding s_utf32BigEndian = new UTF32Encoding(bigEndian: true, byteOrderMark: false);

    public static string Decode(FieldClass field, ReadOnlySpan<byte> bytes)
    {
        var encoding = field switch
        {
            StringFieldClass text => text.Encoding,
            StaticLengthStringFieldClass text => text.Encoding,
            DynamicLengthStringFieldClass text => text.Encoding,
            _ => StringEncoding.Utf8,
        };
        return (encoding switch
        {
            StringEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
            StringEncoding.Utf16LittleEndian => Encoding.Unicode,
            StringEncoding.Utf32BigEndian => s_utf32BigEndian,
            StringEncoding.Utf32LittleEndian => Encoding.UTF32,
            _ => Encoding.UTF8,
        }).GetString(bytes);
    }
}
