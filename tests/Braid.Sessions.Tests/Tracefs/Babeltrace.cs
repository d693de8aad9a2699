using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>The reference reader of CTF, run as a program.</summary>
internal static partial class Babeltrace
{
    /// <summary>The text of all events of the trace <paramref name="directory"/>; fails when the program has any complaint.</summary>
    internal static string[] Read(string directory)
    {
        var (lines, errors) = Run(directory);
        Assert.Equal("", errors);
        return lines;
    }

    /// <summary>The events that it counts, and those that it is told were lost.</summary>
    internal static (long Events, long Lost) Count(string directory)
    {
        var (lines, errors) = Run(directory);
        return (lines.Length, Lost().Matches(errors).Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    private static (string[] Lines, string Errors) Run(string directory)
    {
        using var process = Process.Start(new ProcessStartInfo("babeltrace2", [directory]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return (lines, errors.Result);
    }

    [GeneratedRegex(@"Tracer discarded (\d+) event")]
    private static partial Regex Lost();
}
