using System.Globalization;

namespace Braid.Cli.Terminal;

/// <summary>Durations as people read them, in three digits or so: <c>134 ms</c>, <c>2.15 s</c>.</summary>
internal static class DurationText
{
    /// <summary>The text for a number of nanoseconds.</summary>
    public static string Of(ulong nanoseconds)
    {
        var (value, unit) = nanoseconds switch
        {
            < 1_000 => (nanoseconds, "ns"),
            < 1_000_000 => (nanoseconds / 1e3, "µs"),
            < 1_000_000_000 => (nanoseconds / 1e6, "ms"),
            _ => (nanoseconds / 1e9, "s"),
        };
        var form = value >= 100 || unit == "ns" ? "0" : value >= 10 ? "0.0" : "0.00";
        return $"{value.ToString(form, CultureInfo.InvariantCulture)} {unit}";
    }
}
