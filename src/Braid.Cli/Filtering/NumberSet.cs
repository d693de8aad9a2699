using System.Globalization;

namespace Braid.Cli.Filtering;

/// <summary>Numbers as a user lists them: <c>0,2-3</c>.</summary>
internal sealed class NumberSet
{
    private readonly List<(long First, long Last)> _ranges = [];

    /// <summary>Reads numbers and ranges, separated by commas; false when <paramref name="text"/> is something else.</summary>
    public static bool TryParse(string text, out NumberSet? set)
    {
        set = new();
        foreach (var item in text.Split(','))
        {
            var dash = item.IndexOf('-');
            var last = 0L;
            if (!TryNumber(dash < 0 ? item : item[..dash], out var first) || (dash >= 0 && !TryNumber(item[(dash + 1)..], out last))) return false;
            set._ranges.Add((first, dash < 0 ? first : last));
        }

        return set._ranges.TrueForAll(static r => r.First <= r.Last);

        static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public bool Contains(long number)
    {
        foreach (var (first, last) in _ranges)
        {
            if (number >= first && number <= last) return true;
        }

        return false;
    }
}
