using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Debian's babeltrace2, the oracle for what we write.</summary>
internal static partial class Babeltrace
{
    /// <summary>The text of a trace; fails on any warning.</summary>
    public static string Text(string trace, params string[] options)
    {
        var result = Shell.Run("babeltrace2", [.. options, trace]).Expect();
        Assert.Equal("", result.Error);
        return result.Output;
    }

    /// <summary>One line per event.</summary>
    public static string[] Lines(string trace) => Text(trace, "--clock-seconds", "--no-delta").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How often each event occurs in the lines of a text.</summary>
    public static Dictionary<string, int> CountByName(IEnumerable<string> lines) =>
        lines.GroupBy(l => EventName().Match(l).Groups[1].Value).ToDictionary(g => g.Key, g => g.Count());

    [GeneratedRegex(@"([A-Za-z0-9_:]+): \{ cpu_id = ")]
    private static partial Regex EventName();
}
