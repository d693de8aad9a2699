using System.Diagnostics;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>The reference reader of CTF, run as a program.</summary>
internal static class Babeltrace
{
    /// <summary>The text of all events of the trace <paramref name="directory"/>; fails when the program has any complaint.</summary>
    internal static string[] Read(string directory, params string[] options)
    {
        using var process = Process.Start(new ProcessStartInfo("babeltrace2", [.. options, directory])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal("", errors.Result);
        Assert.Equal(0, process.ExitCode);
        return lines;
    }
}
