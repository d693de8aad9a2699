using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Probes in real programs, as a user places them; bpftrace sees the same in the same run.</summary>
public sealed partial class ProbeTests : IDisposable
{
    private const int Calls = 200;

    private readonly TemporaryDirectory _directory = new();
    private readonly ProbedProgram _program = new();

    public void Dispose()
    {
        _directory.Dispose();
        _program.Dispose();
    }

    private string Trace => _directory["trace"];

    [Fact]
    public void FunctionsReturnsAndUsdtProbesTellTheirValues()
    {
        var result = Shell.Braid("record", "--userspace-probe", $"entry={_program.Path}:work(n=arg1:s32,text=arg2:ustring)",
            "--userspace-probe", $"{_program.Path}:work%return(value=retval:s64)", "--userspace-probe", $"sdt:{_program.Path}:app:step", "-o", Trace,
            "--", _program.Path, $"{Calls}").Expect();

        Assert.Equal($"{Calls}\n", result.Output); // the semaphore was set
        var events = Lines().ToLookup(static line => Name().Match(line).Groups[1].Value, static line => line[line.LastIndexOf('{')..]);
        var numbers = Enumerable.Range(0, Calls).ToList();
        Assert.Equal(numbers.Select(static i => $"n = {i}, text = \"{(i % 2 == 0 ? "even" : "odd")}\" }}"), events["entry"].Select(static e => e[e.IndexOf("n =", StringComparison.Ordinal)..]));
        Assert.Equal(numbers.Select(static i => $"value = {(2 * i) + (i % 2 == 0 ? 'e' : 'o')} }}"), events["work_return"].Select(static e => e[e.IndexOf("value", StringComparison.Ordinal)..]));
        Assert.Equal(numbers.Select(static i => $"arg1 = {i}, arg2 = {-i}, arg3 = {41 + i}, "), events["app:step"].Select(static e => Steps().Match(e).Value));
        Assert.Single(events["entry"].Select(static e => Ip().Match(e).Value).Distinct());
    }

    [Fact]
    public void BpftraceSeesTheSame()
    {
        // Its syntax has no words for a space in a path.
        var program = _directory["program"];
        File.Copy(_program.Path, program);
        var script = $"BEGIN {{ printf(\"ready\\n\"); }} uprobe:{program}:work {{ printf(\"n = %d, text = \\\"%s\\\"\\n\", arg0, str(arg1)); }}";
        var peer = Shell.Start("sh", ["-c", "exec bpftrace -B none -e \"$1\" >\"$2\"", "sh", script, _directory["peer"]]);
        Shell.Until(() => File.Exists(_directory["peer"]) && File.ReadAllText(_directory["peer"]).Contains("ready"), "bpftrace begins");
        Shell.Braid("record", "--userspace-probe", $"{program}:work(n=arg1:s32,text=arg2:ustring)", "-o", Trace, "--", program, $"{Calls}").Expect();
        Shell.Signal(peer.Process, 2);
        Shell.End(peer).Expect();

        var theirs = File.ReadLines(_directory["peer"]).Where(static line => line.StartsWith("n =", StringComparison.Ordinal));
        Assert.Equal(theirs, Lines().Where(static line => line.Contains(" work: ")).Select(static line => line[line.IndexOf("n =", StringComparison.Ordinal)..^2]));
    }

    /// <summary>A library function of a program that is not ours, found in the dynamic symbols of a stripped file.</summary>
    [Fact]
    public void AStrippedShellIsProbed()
    {
        Shell.Braid("record", "--userspace-probe", "/bin/bash:echo_builtin", "-o", Trace, "--", "bash", "-c", "for i in 1 2 3; do echo $i; done").Expect();
        Assert.Equal(3, Lines().Count(static line => line.Contains(" echo_builtin: ")));
    }

    [Fact]
    public void OnlyTheProcessAskedForIsProbed()
    {
        var other = Shell.Start("sleep", ["30"]);
        try
        {
            var recording = Shell.Start(Shell.BraidPath, ["record", "--userspace-probe", $"{_program.Path}:work", "-p", $"{other.Process.Id}", "-o", Trace, "--duration", "2s"]);
            Shell.Until(() => Definitions(recording.Process.Id).Length == 1 && Enabled(recording.Process.Id), "the probe is placed");
            Shell.Run(_program.Path, [$"{Calls}"]).Expect();
            Shell.End(recording).Expect();
            Assert.DoesNotContain(Lines(), static line => line.Contains(" work: "));
        }
        finally
        {
            other.Process.Kill();
            Shell.End(other);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(2)]
    public void NothingIsLeftOfAProbe(int signal)
    {
        var recording = Shell.Start(Shell.BraidPath, ["record", "--userspace-probe", $"{_program.Path}:work", "-o", Trace]);
        Shell.Until(() => Enabled(recording.Process.Id), "the probe is placed");
        var id = recording.Process.Id;
        Shell.Signal(recording.Process, signal);
        Shell.End(recording);

        Assert.Equal(signal == 9 ? 1 : 0, Definitions(id).Length);
        Shell.Braid("record", "-u", "nothing:*", "-o", _directory["next"], "--", "true").Expect();
        Assert.Empty(Definitions(id));
        Assert.Equal("0\n", Shell.Run(_program.Path, ["3"]).Expect().Output);
    }

    [Theory]
    [InlineData("PROGRAM:none", "has no function 'none'; see 'braid list --userspace-probes ")]
    [InlineData("PROGRAM:work+1000", "work has ")]
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6:strlen", "'strlen' is chosen among several functions when a program starts (IFUNC)")]
    [InlineData("PROGRAM:main+1", "is inside the instruction '")]
    [InlineData("PROGRAM:work(n=%nothing)", "Invalid register name")]
    [InlineData("PROGRAM:work(n=%di", "expected the name of a function")]
    [InlineData("PROGRAM:work+1%return", "a function returns as a whole: leave out the offset")]
    [InlineData("sdt:PROGRAM:app:none", "has no such USDT probe")]
    [InlineData("sdt:/bin/true:a:b", "/bin/true has no USDT probes")]
    [InlineData("ASSEMBLY:Main", "is a .NET assembly: its methods become code when the program runs, and move")]
    [InlineData("/etc/passwd:root", "/etc/passwd is no ELF file")]
    [InlineData("no-such-program:main", "no-such-program: no such file in PATH")]
    public void WhatCannotBeProbedIsTold(string probe, string expected)
    {
        probe = probe.Replace("PROGRAM", _program.Path, StringComparison.Ordinal).Replace("ASSEMBLY", typeof(ProbeTests).Assembly.Location, StringComparison.Ordinal);
        var result = Shell.Braid("record", "--userspace-probe", probe, "-o", Trace, "--", "true").Expect(1);
        Assert.Contains(expected, Assert.Single(result.ErrorLines, static line => line.StartsWith("braid:", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Trace));
    }

    [Fact]
    public void ProbesOfTheKernelAreRefusedWithWhatIsMissing()
    {
        if (File.Exists("/sys/kernel/tracing/kprobe_events")) Assert.Skip("this kernel has them");
        foreach (var option in new[] { "--probe", "--function" })
        {
            var result = Shell.Braid("record", option, "do_sys_openat2", "-o", Trace, "--", "true").Expect(1);
            Assert.Equal("braid: probe 'do_sys_openat2': this kernel lacks CONFIG_KPROBE_EVENTS=y (there is no /sys/kernel/tracing/kprobe_events)\n", result.Error);
        }
    }

    [Fact]
    public void ListShowsWhereProbesCanStand()
    {
        var lines = Shell.Braid("list", "--userspace-probes", _program.Path).Expect().Output.Split('\n');
        Assert.Equal($"sdt:{_program.Path}:app:step (semaphore)", lines[0]);
        Assert.Contains($"{_program.Path}:work", lines);
    }

    private string[] Lines() => Babeltrace.Lines(Trace);

    private static string[] Definitions(int pid) =>
        [.. File.ReadLines("/sys/kernel/tracing/uprobe_events").Where(line => line.Contains(string.Create(CultureInfo.InvariantCulture, $":braid_{pid}_"), StringComparison.Ordinal))];

    private static bool Enabled(int pid) =>
        Directory.GetDirectories("/sys/kernel/tracing/instances", $"braid-{pid}-*").Any(instance =>
            Directory.GetDirectories($"{instance}/events", $"braid_{pid}_*").Any(static group => File.ReadAllText($"{group}/enable") == "1\n") && File.ReadAllText($"{instance}/tracing_on") == "1\n");

    [GeneratedRegex(@" ([A-Za-z0-9_:]+): \{")]
    private static partial Regex Name();

    [GeneratedRegex("arg1 = .*, arg3 = [0-9]+, ")]
    private static partial Regex Steps();

    [GeneratedRegex("ip = 0x[0-9A-F]+")]
    private static partial Regex Ip();
}
