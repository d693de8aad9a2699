using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Braid.Cli.Tests;

/// <summary>Runs programs as a user would, above all <c>./braid</c> of this checkout.</summary>
internal static partial class Shell
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static Finished Braid(params string[] arguments) => Run(BraidPath, arguments);

    /// <summary>The command of the checkout.</summary>
    public static string BraidPath { get; } = Path.Combine(Repository.Root, "braid");

    public static Finished Run(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        End(Start(program, arguments, environment));

    /// <summary>Starts a program whose output <see cref="End"/> collects.</summary>
    public static Running Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["TZ"] = "UTC";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new Running(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public static Finished End(Running running)
    {
        using var process = running.Process;
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} did not end");
        }

        return new Finished(process.ExitCode, running.Output.Result, running.Error.Result);
    }

    public static void Signal(Process process, int signal) => Assert.Equal(0, Kill(process.Id, signal));

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    public static void Until(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException(what);
            Thread.Sleep(10);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    internal sealed record Running(Process Process, Task<string> Output, Task<string> Error);
}
