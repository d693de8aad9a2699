using System.Globalization;

namespace Braid.Linux.Formats;

/// <summary>The labels that a print format gives to the values of a field.</summary>
/// <param name="IsFlags">True for __print_flags: the values are bits that are combined.</param>
/// <param name="Entries">Values and their labels in the order of the kernel.</param>
public sealed record SymbolTable(bool IsFlags, IReadOnlyList<(long Value, string Label)> Entries)
{
    /// <summary>
    /// Finds <c>__print_symbolic(REC->FIELD, { 1, "A" }, …)</c> or <c>__print_flags(REC->FIELD, "|", …)</c> for the field
    /// itself; null when there is none or when a value is not a plain number (an enum constant that the kernel did not
    /// resolve, an expression): half a table would be misleading.
    /// </summary>
    public static SymbolTable? Find(string print, string field) =>
        Find(print, $"__print_symbolic(REC->{field}, ", false) ?? Find(print, $"__print_flags(REC->{field}, ", true);

    private static SymbolTable? Find(string print, string call, bool flags)
    {
        var at = print.IndexOf(call, StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = print.AsSpan(at + call.Length);
        if (flags && !SkipDelimiter(ref rest)) return null;
        var entries = new List<(long, string)>();
        while (TryEntry(ref rest, out var value, out var label)) entries.Add((value, label));
        return entries.Count > 0 && rest.TrimStart().StartsWith(")") ? new(flags, entries) : null;
    }

    private static bool SkipDelimiter(ref ReadOnlySpan<char> rest)
    {
        var comma = rest.IndexOf("\",", StringComparison.Ordinal);
        if (comma < 0) return false;
        rest = rest[(comma + 2)..];
        return true;
    }

    private static bool TryEntry(ref ReadOnlySpan<char> rest, out long value, out string label)
    {
        (value, label) = (0, "");
        var text = rest.TrimStart(" ,");
        if (!text.StartsWith("{")) return false;
        var comma = text.IndexOf(',');
        var quote = comma < 0 ? -1 : text[comma..].IndexOf('"');
        if (quote < 0 || !TryNumber(text[1..comma].Trim(), out value)) return false;
        text = text[(comma + quote + 1)..];
        var end = text.IndexOf('"');
        var close = end < 0 ? -1 : text[end..].IndexOf('}');
        if (close < 0) return false;
        label = text[..end].ToString();
        rest = text[(end + close + 1)..];
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long value)
    {
        text = text.TrimEnd("uUlL");
        return text.StartsWith("0x", StringComparison.Ordinal)
            ? long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}
