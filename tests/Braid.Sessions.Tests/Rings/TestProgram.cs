using System.Diagnostics;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Tests.Rings;

/// <summary>A process of Braid.Tracing.TestApp.</summary>
internal sealed class TestProgram : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it under the JIT.</summary>
    public TestProgram(params string[] arguments)
        : this("dotnet", [Path.Combine(AppContext.BaseDirectory, "testapp", "Braid.Tracing.TestApp.dll"), .. arguments])
    {
    }

    private TestProgram(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    /// <summary>Where tests/Braid.Tracing.TestApp/publish-aot puts it; null when that has not been run.</summary>
    public static string? NativePath
    {
        get
        {
            var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../testapp-aot/Braid.Tracing.TestApp"));
            return File.Exists(path) ? path : null;
        }
    }

    /// <summary>Starts the NativeAOT build.</summary>
    public static TestProgram StartNative(params string[] arguments) => new(NativePath!, arguments);

    /// <summary>Starts the NativeAOT build when it is there: it starts ten times as fast.</summary>
    public static TestProgram StartFastest(params string[] arguments) => NativePath != null ? StartNative(arguments) : new(arguments);

    /// <summary>Starts it so that its threads may wait for the recorder.</summary>
    public static TestProgram StartBlocking(params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "testapp", "Braid.Tracing.TestApp.dll"), .. arguments], ("BRAID_ALLOW_BLOCKING", "1"));

    /// <summary>Starts it on one CPU.</summary>
    public static TestProgram StartOnCpu(int cpu, params string[] arguments) =>
        new("taskset", ["-c", cpu.ToString(), "dotnet", Path.Combine(AppContext.BaseDirectory, "testapp", "Braid.Tracing.TestApp.dll"), .. arguments]);

    /// <summary>Starts it where no file of more than a megabyte can be made.</summary>
    public static TestProgram StartWithoutFiles(params string[] arguments) => new("bash",
    [
        "-c", "ulimit -f 1000; DOTNET_EnableWriteXorExecute=0 exec dotnet \"$0\" \"$@\"",
        Path.Combine(AppContext.BaseDirectory, "testapp", "Braid.Tracing.TestApp.dll"), .. arguments,
    ]);

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

    /// <summary>Keeps all threads that it has on one CPU.</summary>
    public void PinTo(int cpu)
    {
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-acp", cpu.ToString(), Pid.ToString()]) { RedirectStandardOutput = true })!;
        taskset.WaitForExit();
        Assert.Equal(0, taskset.ExitCode);
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
