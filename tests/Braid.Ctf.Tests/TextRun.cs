using System.Diagnostics;
using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

/// <summary>The text of a trace, by us and by babeltrace2.</summary>
internal static class TextRun
{
    public static (string Events, string Warnings) Print(string path, TextOptions options)
    {
        using var set = TraceSet.Open(path);
        using var output = new MemoryStream();
        using var warnings = new MemoryStream();
        using var printer = new TextPrinter(options, output, warnings);
        var reader = set.Read();
        printer.Print(reader);
        Assert.Empty(reader.FindFaults());
        return (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(warnings.ToArray()));
    }

    /// <summary>Arguments are separated by spaces; within a long one, <c>_</c> stands for a space.</summary>
    public static (string Events, string Warnings) Babeltrace(string arguments, string path)
    {
        using var process = Process.Start(new ProcessStartInfo("timeout", ["--signal=KILL", "30", "babeltrace2", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static part => part.StartsWith("--", StringComparison.Ordinal) ? part.Replace('_', ' ') : part), path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode is 124 or 137) throw new TimeoutException($"babeltrace2 hangs on {path}");
        return (output, errors.GetAwaiter().GetResult());
    }
}
