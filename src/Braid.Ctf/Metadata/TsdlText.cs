using System.Globalization;
using System.Text;

namespace Braid.Ctf.Metadata;

/// <summary>String literals of TSDL.</summary>
internal static class TsdlText
{
    /// <summary>Appends <paramref name="value"/> in quotes, escaped so that it stands on one line.</summary>
    public static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"' or '\\': text.Append('\\').Append(c); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\0': break;
                case < ' ' or '\x7f': text.Append('\\').Append(Octal(c)); break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }

    private static string Octal(char c) => Convert.ToString(c, 8).PadLeft(3, '0').ToString(CultureInfo.InvariantCulture);
}
