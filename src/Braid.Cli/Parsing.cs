using System.Globalization;

namespace Braid.Cli;

/// <summary>The notations of the command line: <c>500ms</c>, <c>2s</c>, <c>1m</c>; <c>64K</c>, <c>16M</c>.</summary>
internal static class Parsing
{
    private static readonly (string Suffix, double Seconds)[] s_durations =
        [("ms", 1e-3), ("us", 1e-6), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads a duration: a decimal number and a unit of us, ms, s, m or h.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (suffix, seconds) in s_durations)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (!double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                continue;
            var total = number * seconds;
            if (total is not (> 0 and < 1e9)) return false;
            duration = TimeSpan.FromSeconds(total);
            return duration > TimeSpan.Zero;
        }

        return false;
    }

    /// <summary>Reads a size in bytes: a whole number and, if any, one of K, M, G (powers of 1024).</summary>
    public static bool TrySize(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0) return false;
        var shift = char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var digits = shift == 0 ? text : text[..^1];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        if (number <= 0 || number > long.MaxValue >> shift) return false;
        bytes = number << shift;
        return true;
    }

    /// <summary>Shows a number of bytes as a person reads it: <c>1.5 MB</c>, powers of 1000.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => $"{bytes / 1e3:0.0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.00} GB",
    };

    /// <summary>Shows a count with thousands separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Shows a rate: <c>950</c>, <c>12.3 k</c>, <c>1.2 M</c>.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        < 1000 => perSecond.ToString("0", CultureInfo.InvariantCulture),
        < 1e6 => (perSecond / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " k",
        _ => (perSecond / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M",
    };
}
