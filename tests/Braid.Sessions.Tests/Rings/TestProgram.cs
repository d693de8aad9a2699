using System.Diagnostics;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Tests.Rings;

/// <summary>A process of Braid.Tracing.TestApp.</summary>
internal sealed class TestProgram : IDisposable
{
    private readonly Process _process;

    public TestProgram(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "testapp", "Braid.Tracing.TestApp.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public string? ReadLine() => _process.StandardOutput.ReadLine();

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void WaitForExit()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(60)), "the program hangs");
        Assert.Equal(0, _process.ExitCode);
    }

    /// <summary>Waits until the program has registered its tracepoints.</summary>
    public void WaitUntilListed() =>
        Assert.True(SpinWait.SpinUntil(() => RingDirectory.ListPrograms().Any(p => p.Program.Pid == Pid), TimeSpan.FromSeconds(20)));

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
