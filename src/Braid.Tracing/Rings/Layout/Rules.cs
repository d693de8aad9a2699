namespace Braid.Rings;

/// <summary>
/// What a recorder wants of a program, as text in the program's control page: a rule in each line.
/// <code>
///   shop:*            events whose name matches
///   &lt;=6 shop:*        only those at least as severe as level 6
///   ==4 shop:*        only those of level 4
///   !shop:noise*      none of these, whatever other rules say
///   shop:* !shop:a !shop:b     those whose name matches the first pattern and none of the others
/// </code>
/// </summary>
internal static class Rules
{
    /// <summary>Whether <paramref name="rules"/> want the event <paramref name="fullName"/>, <c>provider:event</c>, of <paramref name="level"/>.</summary>
    public static bool Want(ReadOnlySpan<byte> rules, ReadOnlySpan<byte> fullName, byte level)
    {
        var isWanted = false;
        foreach (var range in rules.Split((byte)'\n'))
        {
            var rule = rules[range];
            if (rule.IsEmpty) continue;
            if (rule[0] == '!')
            {
                if (Glob.Matches(rule[1..], fullName)) return false;
            }
            else if (!isWanted) isWanted = IsOfLevel(ref rule, level) && Matches(rule, fullName);
        }

        return isWanted;
    }

    /// <summary>A pattern, and patterns that it is without.</summary>
    private static bool Matches(ReadOnlySpan<byte> rule, ReadOnlySpan<byte> fullName)
    {
        var end = rule.IndexOf(" !"u8);
        if (!Glob.Matches(end < 0 ? rule : rule[..end], fullName)) return false;
        while (end >= 0)
        {
            rule = rule[(end + 2)..];
            end = rule.IndexOf(" !"u8);
            if (Glob.Matches(end < 0 ? rule : rule[..end], fullName)) return false;
        }

        return true;
    }

    /// <summary>Takes the condition on the level off a rule.</summary>
    private static bool IsOfLevel(ref ReadOnlySpan<byte> rule, byte level)
    {
        var isMost = rule.StartsWith("<="u8);
        if (!isMost && !rule.StartsWith("=="u8)) return true;
        var end = rule.IndexOf((byte)' ');
        if (end < 0 || !System.Buffers.Text.Utf8Parser.TryParse(rule[2..end], out byte limit, out var used) || used != end - 2) return false;
        rule = rule[(end + 1)..];
        return isMost ? level <= limit : level == limit;
    }
}
