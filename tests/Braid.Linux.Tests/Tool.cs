using System.Diagnostics;

namespace Braid.Linux.Tests;

/// <summary>Programs that tests compare with.</summary>
internal static class Tool
{
    /// <summary>What the program prints; fails unless it ends well.</summary>
    internal static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error.Result}");
        return output;
    }
}
