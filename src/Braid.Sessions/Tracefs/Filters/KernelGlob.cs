using System.Text;
using Braid.Script.Filters;

namespace Braid.Sessions.Tracefs.Filters;

/// <summary>
/// Texts as tracefs takes them (kernel/trace/trace_events_filter.c, lib/glob.c): in either kind of quotes, without escapes of
/// those; with <c>~</c>, where a digit or an exclamation mark in front and <c>? [ \</c> mean something unless escaped.
/// </summary>
internal static class KernelGlob
{
    /// <summary>What tracefs takes at most, MAX_FILTER_STR_VAL.</summary>
    private const int MostBytes = 255;

    internal static string Quote(Glob pattern, int column)
    {
        var text = new StringBuilder();
        foreach (var (part, index) in pattern.Parts.Select(static (part, index) => (part, index)))
        {
            if (index > 0) text.Append('*');
            foreach (var c in Encoding.UTF8.GetString(part.Span))
            {
                if (c < ' ') throw new FilterException(column, "the kernel's filters cannot compare control characters");
                var isSpecial = c is '?' or '[' or '\\' or '*' || (text.Length == 0 && (char.IsAsciiDigit(c) || c == '!'));
                if (isSpecial && pattern.Parts.Count > 1) text.Append('\\');
                text.Append(c);
            }
        }

        var result = text.ToString();
        if (Encoding.UTF8.GetByteCount(result) > MostBytes) throw new FilterException(column, $"the kernel's filters cannot compare texts of more than {MostBytes} bytes");
        if (!result.Contains('"', StringComparison.Ordinal)) return $"\"{result}\"";
        return !result.Contains('\'', StringComparison.Ordinal) ? $"'{result}'" : throw new FilterException(column, "the kernel's filters cannot compare a text with both kinds of quotes");
    }
}
