using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary><c>braid record --sample</c> on programs whose stacks are known; perf unwinds the same.</summary>
public sealed partial class SampleTests : IDisposable
{
    /// <summary>Each function keeps its caller on the stack; with -O2, none has a frame pointer.</summary>
    private const string Source = """
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>
        static long now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000L + t.tv_nsec / 1000000; }
        __attribute__((noinline)) unsigned long leaf(unsigned long n) {
            for (int i = 0; i < 50000; i++) n = n * 6364136223846793005UL + i;
            for (int i = 0; i < 200; i++) n += syscall(SYS_getppid);
            return n;
        }
        __attribute__((noinline)) unsigned long middle(unsigned long n) { unsigned long s = leaf(n) + 1; return s ^ leaf(s); }
        long burn(int milliseconds) {
            unsigned long s = 1;
            for (long end = now() + milliseconds; now() < end;) s += middle(s);
            return s | 1;
        }
        #ifndef LIBRARY
        int main(int argc, char **argv) { return burn(atoi(argv[1])) == 0; }
        #endif
        """;

    private readonly TemporaryDirectory _directory = new();

    public SampleTests() => File.WriteAllText(_directory["program.c"], Source);

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    [Fact]
    public void StacksWithoutFramePointersAreWhole()
    {
        Compile("program", "-O2");
        Shell.Braid("record", "--sample", "--call-graph", "dwarf", "-o", Trace, "--", _directory["program"], "1000").Expect();
        var samples = Samples("program").Where(static s => s.Contains("leaf [program]")).ToList();
        Assert.InRange(samples.Count, 100, 1100);
        const string expected = "leaf [program];middle [program];burn [program];main [program];__libc_start_call_main [libc.so.6]";
        var whole = samples.Count(s => string.Join(';', s).Contains(expected, StringComparison.Ordinal) && s[^1] == "_start [program]");
        Assert.True(whole > samples.Count * 0.98, $"{whole} of {samples.Count} are whole");
        Assert.Contains(samples, static s => s[0].EndsWith("[kernel]", StringComparison.Ordinal));

        var collapsed = Shell.Braid("view", "-o", "collapsed", Trace).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => l.StartsWith("program;", StringComparison.Ordinal));
        Assert.Equal(
            Samples("program").CountBy(static s => $"program;{string.Join(';', s.Reverse())}").Select(static s => $"{s.Key} {s.Value}").Order(StringComparer.Ordinal),
            collapsed.Order(StringComparer.Ordinal));

        // perf's unwinder, on the same program.
        Shell.Run("perf", ["record", "-e", "cpu-clock", "-F", "999", "--call-graph", "dwarf", "-o", _directory["perf.data"], "--", _directory["program"], "1000"]).Expect();
        var theirs = Shell.Run("perf", ["script", "-i", _directory["perf.data"], "-F", "ip,sym"]).Expect().Output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static sample => sample.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim().Split(' ', 2)[1])).Where(static s => s.Contains("leaf")).ToList();
        string[] functions = ["leaf", "middle", "burn", "main"];
        Assert.Equal(Most(theirs.Select(s => string.Join(';', s.Where(functions.Contains)))), Most(samples.Select(s => string.Join(';', s.Select(static f => f.Split(' ')[0]).Where(functions.Contains)))));
        Assert.InRange(samples.Count, theirs.Count / 2, theirs.Count * 2);
    }

    [Fact]
    public void FramePointersAreFollowedByTheKernel()
    {
        Compile("program", "-O1", "-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer");
        Shell.Braid("record", "--sample=500", "-o", Trace, "--", _directory["program"], "800").Expect();
        var samples = Samples("program").Where(static s => s.Contains("leaf [program]")).ToList();
        Assert.InRange(samples.Count, 40, 450);
        var whole = samples.Count(static s => string.Join(';', s).Contains("leaf [program];middle [program];burn [program];main [program]", StringComparison.Ordinal));
        Assert.True(whole > samples.Count * 0.9, $"{whole} of {samples.Count} are whole");
    }

    /// <summary>The kernel under native code without frame pointers under compiled code, and back to where the thread began.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KernelNativeAndManagedFramesAreInOneStack(bool isCommand)
    {
        Compile("native.so", "-O2", "-shared", "-fPIC", "-DLIBRARY");
        var program = Path.Combine(Repository.Root, "artifacts/bin/Braid.DotNet.TestApp/debug/DotNetTestApp");
        var map = "";
        if (isCommand)
        {
            Shell.Braid("record", "--sample", "--call-graph", "dwarf", "-o", Trace, "--", program, "native", "1500", _directory["native.so"]).Expect();
            var pids = Lines().Where(static line => line.Contains("leaf [native.so]")).Select(static line => Pid().Match(line).Groups[1].Value).Distinct();
            Assert.All(pids, static pid => Assert.False(File.Exists($"/tmp/perf-{pid}.map")));
        }
        else
        {
            using var app = DotnetApp.Start();
            map = $"/tmp/perf-{app.Pid}.map";
            var recording = Shell.Start(Shell.BraidPath, ["record", "--sample", "--call-graph", "dwarf", "-p", $"{app.Pid}", "-o", Trace, "--duration", "2s"]);
            Shell.Until(() => File.Exists(Path.Combine(Trace, "perf/metadata")), "braid samples");
            app.Do($"native 1000 {_directory["native.so"]}");
            Shell.End(recording).Expect();
            app.End();
            Assert.All(Lines(), line => Assert.Contains($"perf_pid = {app.Pid},", line));
        }

        var samples = Lines().Select(Frames).Where(static s => s.Contains("leaf [native.so]")).ToList();
        Assert.InRange(samples.Count, 50, 1600);
        var mixed = samples.Where(static s => s[0].EndsWith("[kernel]", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(mixed);
        var expected = new Regex(@"\[kernel\];.*leaf \[native\.so\];middle \[native\.so\];burn \[native\.so\];.*Work::Native\(.* \[jit\];.*Program::<Main>\$\(.* \[jit\];.*\[libcoreclr\.so\];.*__libc_start_main \[libc\.so\.6\];\[DotNetTestApp\]$");
        var whole = mixed.Count(s => expected.IsMatch(string.Join(';', s)));
        Assert.True(whole > mixed.Count * 0.9, $"{whole} of {mixed.Count} are whole, such as\n{string.Join('\n', mixed[0])}");
        if (map.Length > 0) File.Delete(map);
    }

    [Fact]
    public void WithoutRootTheCommandIsSampledAndWhatRootWouldAddIsTold()
    {
        Compile("program", "-O2");
        var result = Unprivileged.Braid(_directory, "record", "--sample", "--call-graph", "dwarf", "-o", Trace, "--", _directory["program"], "800");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("samples are of COMMAND alone, without the kernel: root, or CAP_PERFMON, may sample all processes and the kernel", result.Error);
        var samples = Lines().Select(Frames).ToList();
        Assert.InRange(samples.Count, 50, 900);
        Assert.All(Lines(), static line => Assert.Contains("comm = \"program\"", line));
        Assert.All(samples, static s => Assert.DoesNotContain(s, static frame => frame.EndsWith("[kernel]", StringComparison.Ordinal)));
        Assert.Contains(samples, static s => s.Contains("burn [program]") && s[^1] == "_start [program]");

        var all = Unprivileged.Braid(_directory, "record", "--syscalls", "-o", _directory["none"], "--", "true");
        Assert.Equal(1, all.ExitCode);
        Assert.Contains("run as root", all.Error);
    }

    /// <summary>A recorder that is killed leaves whole packets; their frames have numbers, as names come last.</summary>
    [Fact]
    public void AKilledRecorderLeavesAReadableTrace()
    {
        Compile("program", "-O2");
        var recording = Shell.Start(Shell.BraidPath, ["record", "--sample", "-o", Trace, "--", _directory["program"], "4000"]);
        Shell.Until(() => File.Exists(Path.Combine(Trace, "perf/channel0_0")) && new FileInfo(Path.Combine(Trace, "perf/index/channel0_0.idx")).Length > 200, "packets are written");
        Shell.Signal(recording.Process, 9);
        Shell.End(recording);
        Assert.Matches(@"cpu-clock: \{ cpu_id = \d+ \}.*frames = \[", Shell.Braid("view", Trace).Expect().Output);
    }

    [Theory]
    [InlineData("--sample: '0' is not a number from 1 to 100000", "--sample=0")]
    [InlineData("--snapshot cannot keep samples in memory", "--sample", "--snapshot")]
    [InlineData("no process has the PID 999999999", "--sample", "-p", "999999999")]
    public void WrongRequestsAreNamed(string message, params string[] arguments) =>
        Assert.StartsWith($"braid: {message}", Shell.Braid(["record", .. arguments, "-o", Trace, "--", "true"]).Expect(1).Error);

    private void Compile(string name, params string[] options) => Shell.Run("gcc", [.. options, "-o", _directory[name], _directory["program.c"]]).Expect();

    private string[] Lines() => Babeltrace.Lines(Trace);

    private IEnumerable<string[]> Samples(string comm) => Lines().Where(line => line.Contains($"comm = \"{comm}\"", StringComparison.Ordinal)).Select(Frames);

    private static string[] Frames(string line) =>
        [.. Label().Matches(line[line.IndexOf("frames = ", StringComparison.Ordinal)..]).Select(static m => m.Groups[1].Value)];

    private static string Most(IEnumerable<string> stacks) => stacks.CountBy(static s => s).MaxBy(static s => s.Value).Key;

    [GeneratedRegex("perf_pid = ([0-9]+)")]
    private static partial Regex Pid();

    [GeneratedRegex(@"= \( ""([^""]*)"" : container = [0-9]+ \)")]
    private static partial Regex Label();
}
