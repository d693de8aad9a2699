namespace Braid.Linux.Formats;

/// <summary>The labels that a print format gives to the values of a field.</summary>
/// <param name="IsFlags">True for __print_flags: the values are bits that are combined.</param>
/// <param name="Entries">Values and their labels in the order of the kernel.</param>
public sealed record SymbolTable(bool IsFlags, IReadOnlyList<(long Value, string Label)> Entries)
{
    private static readonly string[] s_calls = ["__print_symbolic(", "__print_flags(", "__print_symbolic_u64(", "__print_flags_u64("];

    /// <summary>
    /// Finds <c>__print_symbolic(REC->FIELD, { 1, "A" }, …)</c> or <c>__print_flags(REC->FIELD, "|", { (1 &lt;&lt; 0), "A" }, …)</c>
    /// for the field itself, cast or not; null when there is none or when a value is not a constant (a name that the kernel did
    /// not resolve): half a table would be misleading.
    /// </summary>
    public static SymbolTable? Find(string print, string field)
    {
        foreach (var call in s_calls)
        {
            for (var at = 0; (at = print.IndexOf(call, at, StringComparison.Ordinal)) >= 0;)
            {
                at += call.Length;
                if (Read(print.AsSpan(at), field, call.Contains("flags", StringComparison.Ordinal)) is { } table) return table;
            }
        }

        return null;
    }

    private static SymbolTable? Read(ReadOnlySpan<char> rest, string field, bool flags)
    {
        var argument = rest.IndexOf(',');
        if (argument < 0 || !IsField(rest[..argument], field)) return null;
        rest = rest[(argument + 1)..];
        if (flags && !SkipDelimiter(ref rest)) return null;
        var entries = new List<(long, string)>();
        while (TryEntry(ref rest, out var value, out var label)) entries.Add((value, label));
        return entries.Count > 0 && rest.TrimStart().StartsWith(")") ? new(flags, entries) : null;
    }

    /// <summary><c>REC->FIELD</c>, <c>(unsigned long) REC->FIELD</c>.</summary>
    private static bool IsField(ReadOnlySpan<char> argument, string field)
    {
        argument = argument.Trim();
        if (argument.StartsWith("("))
        {
            var close = argument.IndexOf(')');
            if (close < 0 || !CType.TryGet(argument[1..close].Trim().ToString(), out _, out _)) return false;
            argument = argument[(close + 1)..].TrimStart();
        }

        return argument.StartsWith("REC->") && argument[5..].SequenceEqual(field);
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
        if (quote < 0 || !ConstantExpression.TryEvaluate(text[1..comma], out value)) return false;
        text = text[(comma + quote + 1)..];
        var end = text.IndexOf('"');
        var close = end < 0 ? -1 : text[end..].IndexOf('}');
        if (close < 0) return false;
        label = text[..end].ToString();
        rest = text[(end + close + 1)..];
        return true;
    }
}
