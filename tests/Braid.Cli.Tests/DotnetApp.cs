using System.Diagnostics;
using System.Globalization;

namespace Braid.Cli.Tests;

/// <summary>A running .NET program that knows nothing of Braid.</summary>
internal sealed class DotnetApp : IDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;

    private DotnetApp(string program, string[] wrapper)
    {
        string[] command = [.. wrapper, Path.Combine(Repository.Root, "artifacts/bin", program)];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        FirstLine = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program} does not start");
    }

    /// <summary>What it says first: the web service its address.</summary>
    public string FirstLine { get; }

    public int Pid => _process.Id;

    /// <summary>Its PID where a wrapper has started it.</summary>
    public int ChildPid => int.Parse(File.ReadAllText($"/proc/{Pid}/task/{Pid}/children"), CultureInfo.InvariantCulture);

    /// <summary>The program of commands.</summary>
    public static DotnetApp Start(params string[] wrapper) => new("Braid.DotNet.TestApp/debug/DotNetTestApp", wrapper);

    /// <summary>The web service.</summary>
    public static DotnetApp StartWeb() => new("Braid.DotNet.WebApp/debug/DotNetWebApp", []);

    /// <summary>Lets it do one thing and waits until it is done.</summary>
    public void Do(string what)
    {
        _process.StandardInput.WriteLine(what);
        Assert.Equal("done", _process.StandardOutput.ReadLine());
    }

    /// <summary>Ends it: of itself when its input does, the web service when it is asked to; fails unless it ends well.</summary>
    public void End()
    {
        _process.StandardInput.Close();
        if (FirstLine != "ready") Shell.Signal(_process, Terminate);
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(20)), "the program does not end");
        Assert.Equal(0, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
