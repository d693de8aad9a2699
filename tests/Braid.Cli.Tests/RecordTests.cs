using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary><c>braid record</c> as a user runs it, on the real kernel; babeltrace2 reads what it wrote.</summary>
public sealed partial class RecordTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    /// <summary>Kernel events of a thread lie between the program's own on either clock: the clocks agree.</summary>
    [Theory]
    [InlineData("tsc", "ctf-1.8")]
    [InlineData("mono", "ctf-1.8")]
    public void EverySystemCallLiesBetweenTheEventsAroundIt(string clock, string format)
    {
        Shell.Braid("record", "--syscalls=pwrite64,write", "-u", "app:*", "--clock", clock, "--trace-format", format, "-o", Trace,
            "--", TestApp.Path, "brackets", "1000").Expect();

        var lines = Babeltrace.Lines(Trace);
        var thread = Regex.Match(lines.First(l => l.Contains("app:tick", StringComparison.Ordinal)), @"vtid = (\d+)").Groups[1].Value;
        var steps = lines.Where(l => l.Contains($"tid = {thread} }}", StringComparison.Ordinal)).Select(Step).ToList();
        var first = steps.FindIndex(s => s.Name == "app:tick");
        var last = steps.FindLastIndex(s => s.Name == "app:tick");
        steps = steps[first..(last + 1)];

        Assert.Equal(4000, steps.Count);
        for (var i = 0; i < steps.Count; i += 4)
        {
            Assert.Equal(["app:tick", "syscall_entry_pwrite64", "syscall_exit_pwrite64", "app:tick"], steps[i..(i + 4)].Select(s => s.Name));
            Assert.True(steps[i].Time < steps[i + 1].Time && steps[i + 2].Time < steps[i + 3].Time, $"call {i / 4}");
        }
    }

    [Theory]
    [InlineData("shapes:shown typed:two lttng_ust_tracelog:TRACE_WARNING", "-u", "*", "--loglevel", "TRACE_WARNING")]
    [InlineData("typed:two", "-u", "*", "--loglevel-only", "err")]
    [InlineData("shapes:shown shapes:work_begin shapes:work_end", "-u", "shapes:*", "--exclude", "shapes:inner*,*:reals")]
    public void LogLevelsAndExclusionsChooseTracepoints(string expected, params string[] options)
    {
        Shell.Braid(["record", .. options, "-o", Trace, "--", TestApp.Path, "shapes"]).Expect();
        var lines = Shell.Run("babeltrace2", ["-n", "header", Trace]).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = lines.Select(static line => line.Split(", name = ")[1].Split(',')[0]);
        Assert.Equal(expected, string.Join(' ', names.Where(static name => !name.StartsWith("lttng_ust_statedump:", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("--loglevel: 'loud' is not a log level, such as TRACE_INFO, INFO or 6 (0 to 14)", "--loglevel", "loud")]
    [InlineData("--loglevel-only: '15' is not a log level, such as TRACE_INFO, INFO or 6 (0 to 14)", "--loglevel-only", "15")]
    [InlineData("--loglevel and --loglevel-only exclude each other", "--loglevel", "1", "--loglevel-only", "2")]
    [InlineData("'a b' is not a pattern", "--exclude", "a b")]
    public void WrongLogLevelsAndExclusionsAreNamed(string message, params string[] options)
    {
        var result = Shell.Braid(["record", "-u", "*", .. options, "-o", Trace, "--", "true"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Trace));
    }

    /// <summary>Each copy of the library has its own file; the recorder sees two programs of one PID.</summary>
    [Fact]
    public void AProgramThatLoadsTheLibraryTwiceIsRecordedWholly()
    {
        var result = Shell.Braid("record", "-u", "app:tick", "--context", "vpid", "-o", Trace, "--", TestApp.Path, "twice").Expect();
        Assert.Equal("two\n", result.Output);
        Assert.Equal((3, 0), Summary(result, "ust"));
        var lines = Babeltrace.Lines(Trace).Where(static line => line.Contains("app:tick", StringComparison.Ordinal)).ToList();
        Assert.Equal(["{ thread = 1, sequence = 1 }", "{ thread = 2, sequence = 2 }", "{ thread = 1, sequence = 3 }"], lines.Select(static line => line[line.LastIndexOf('{')..]));
        Assert.Single(lines.Select(static line => Regex.Match(line, "vpid = [0-9]+").Value).Distinct());
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(Trace, "ust", "pid")).Length);
    }

    [Theory]
    [InlineData("ctf-1.8")]
    [InlineData("ctf-2")]
    public void DescriptionsAndModelsAreInTheMetadata(string format)
    {
        Shell.Braid("record", "-u", "shapes:shown", "--trace-format", format, "-o", Trace, "--", TestApp.Path, "shapes").Expect();
        var metadata = File.ReadAllText(Directory.GetFiles(Trace, "metadata", SearchOption.AllDirectories).Single());
        if (format == "ctf-1.8")
        {
            Assert.Contains("/* Shapes of events */\n/* How integers are shown * / really */\nevent {\n", metadata, StringComparison.Ordinal);
            Assert.Contains(" https://example.org/model?a=\"b\" shapes:shown: ", Babeltrace.Text(Trace, "-f", "emf"), StringComparison.Ordinal);
        }

        var shown = Shell.Braid("metadata", "--event", "shapes:shown", Trace).Expect().Output;
        Assert.Contains("https://example.org/model?a=\"b\"", shown, StringComparison.Ordinal);
        Assert.Equal(format == "ctf-2", shown.Contains("\n      How integers are shown */ really\n", StringComparison.Ordinal));
        Assert.Equal(format == "ctf-2", metadata.Contains("\"provider-description\":\"Shapes of events\"", StringComparison.Ordinal));
    }

    [Fact]
    public void TheSummaryCountsWhatBabeltraceReads()
    {
        var result = Shell.Braid("record", "-k", "sched_*", "--syscalls", "-u", "app:*", "-o", Trace, "--", TestApp.Path, "ticks", "2", "20000").Expect();

        Assert.Equal(Summary(result, "kernel").Events, Babeltrace.Lines(Path.Combine(Trace, "kernel")).Length);
        Assert.Equal(40_000, Summary(result, "ust").Events);
        Assert.Equal(40_000, Babeltrace.CountByName(Babeltrace.Lines(Trace))["app:tick"]);
        Assert.Equal((0, 0), (Summary(result, "kernel").Lost, Summary(result, "ust").Lost));
    }

    [Fact]
    public void WithTinyBuffersWhatIsReadAndWhatIsLostAddUp()
    {
        const int produced = 2 * 400_000;
        var result = Shell.Braid("record", "-u", "app:tick", "--buffer-size", "8K", "-o", Trace, "--", TestApp.Path, "ticks", "2", "400000").Expect();

        var (events, lost) = Summary(result, "ust");
        Assert.Equal(produced, events + lost);
        Assert.True(lost > 0, "8 KiB held 800,000 events");
        var read = Shell.Run("babeltrace2", [Trace]).Expect();
        Assert.Equal(events, Babeltrace.CountByName(read.Output.Split('\n'))["app:tick"]);
        Assert.Contains("discarded", read.Error);
    }

    /// <summary>The largest packet is a sub-buffer, without its own header of 64 bytes and with LTTng's of 84.</summary>
    [Theory]
    [InlineData(8 << 10, "--subbuf-size", "8K", "--num-subbuf", "4")]
    [InlineData(16 << 10, "--buffer-size", "64K", "--num-subbuf", "4")]
    [InlineData(32 << 10, "--buffer-size", "64K", "--subbuf-size", "32K")]
    public void SubBuffersHaveTheSizeAskedFor(int size, params string[] options)
    {
        Shell.Braid(["record", "-u", "app:tick", .. options, "-o", Trace, "--", TestApp.Path, "ticks", "1", "200000"]).Expect();
        var largest = Directory.GetFiles(Trace, "*.idx", SearchOption.AllDirectories).SelectMany(PacketSizes).Max();
        Assert.InRange(largest, size - 64 + 84 - 64, size - 64 + 84);

        static IEnumerable<long> PacketSizes(string index)
        {
            var bytes = File.ReadAllBytes(index);
            for (var at = 16; at < bytes.Length; at += 72) yield return BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + 8)) / 8;
        }
    }

    [Theory]
    [InlineData("--subbuf-size: 3072 bytes are not a power of two from 4096 to 4194304, the most that a program's can have", "--subbuf-size", "3K")]
    [InlineData("--subbuf-size: 8388608 bytes are not a power of two from 4096 to 4194304, the most that a program's can have", "--subbuf-size", "8M")]
    [InlineData("--subbuf-size: 1048576 bytes are not a power of two from 4096 to 524288, the most that the kernel's can have", "-k", "sched_switch", "--subbuf-size", "1M")]
    [InlineData("--num-subbuf: 3 is not a power of two from 2 to 16384", "--num-subbuf", "3")]
    [InlineData("--num-subbuf: 128 is not a power of two from 2 to 64", "--num-subbuf", "128", "--subbuf-size", "1M")]
    [InlineData("--num-subbuf: '-1' is not a whole number", "--num-subbuf", "-1")]
    [InlineData("--buffer-size is --subbuf-size times --num-subbuf: give two of the three", "--buffer-size", "1M", "--num-subbuf", "4", "--subbuf-size", "4K")]
    [InlineData("--blocking-timeout: '5' is not a duration such as 10ms, or 0 or inf", "--blocking-timeout", "5")]
    [InlineData("--snapshot and --blocking-timeout exclude each other: a buffer that overwrites is never full", "--snapshot", "--blocking-timeout", "1ms")]
    public void BuffersThatCannotBeAreRefusedInALine(string message, params string[] options)
    {
        var result = Shell.Braid(["record", "-u", "app:*", .. options, "-o", Trace, "--", "true"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.ErrorLines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Trace));
    }

    [Fact]
    public void AProgramThatMayWaitLosesNothing()
    {
        string[] record = ["record", "-u", "app:tick", "--buffer-size", "32K", "--blocking-timeout", "inf", "-o", Trace, "--", TestApp.Path, "ticks", "2", "400000"];
        Assert.Equal((800_000, 0), Summary(Shell.Run(Shell.BraidPath, record, ("BRAID_ALLOW_BLOCKING", "1")).Expect(), "ust"));
    }

    [Fact]
    public void TheExitStatusOfTheCommandIsPassedOn()
    {
        Shell.Braid("record", "-k", "sched_switch", "-o", Trace, "--", "sh", "-c", "exit 7").Expect(7);
        Assert.NotEmpty(Babeltrace.Lines(Trace));
    }

    [Fact]
    public void AKilledCommandGivesItsSignal() =>
        Shell.Braid("record", "-k", "sched_switch", "-o", Trace, "--", "sh", "-c", "kill -9 $$").Expect(128 + 9);

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public void ASignalEndsTheRecordingCleanly(int signal)
    {
        var running = Shell.Start(Shell.BraidPath, ["record", "-k", "sched_*", "-o", Trace]);
        Shell.Until(() => File.Exists(Path.Combine(Trace, "kernel", "metadata")), "the recording did not begin");
        Thread.Sleep(300);
        Shell.Signal(running.Process, signal);

        Shell.End(running).Expect();
        Assert.NotEmpty(Babeltrace.Lines(Trace));
        Assert.Empty(Instances());
    }

    [Fact]
    public void WhatSurvivesAKilledRecorderReadsAndTheNextOneCleansUp()
    {
        var running = Shell.Start(Shell.BraidPath, ["record", "-k", "sched_*", "--syscalls", "--buffer-size", "1M", "-u", "*", "-o", Trace, "--", TestApp.Path, "ticks", "2", "20000000"]);
        Shell.Until(() => Directory.Exists(Path.Combine(Trace, "ust")) && KernelBytes() > 1 << 20, "nothing was recorded");
        Assert.NotEmpty(Instances());
        Shell.Signal(running.Process, 9);
        running.Process.WaitForExit();
        foreach (var app in System.Diagnostics.Process.GetProcessesByName("Braid.Tracing.TestApp"))
        {
            app.Kill();
            app.WaitForExit();
        }


        // Nothing is cut off: the files end with an empty packet. A program this fast may lose events: no matter here.
        Assert.NotEmpty(Shell.Run("babeltrace2", [Trace]).Expect().Output);
        Shell.Braid("view", Trace).Expect();

        // What was in the program's rings still is on disk then.
        var next = Shell.Braid("record", "-k", "sched_switch", "--duration", "100ms", "-o", _directory["next"]).Expect();
        Assert.Empty(Instances());
        Assert.Empty(Directory.EnumerateFiles("/dev/shm", "braid*"));
        var saved = Regex.Match(next.Error, "^([0-9]+) events that a killed recorder had not read of 1 killed program are now in (/var/tmp/braid-crash-.*)$", RegexOptions.Multiline);
        Assert.True(saved.Success, next.Error);
        try
        {
            var text = Shell.Run("babeltrace2", [saved.Groups[2].Value]).Expect().Output; // warns of what the full rings discarded
            Assert.Equal(saved.Groups[1].Value, $"{text.Count(static c => c == '\n')}");
        }
        finally
        {
            Directory.Delete(saved.Groups[2].Value, recursive: true);
        }

        long KernelBytes() => new DirectoryInfo(Path.Combine(Trace, "kernel")).EnumerateFiles("channel0_*").Sum(f => f.Length);
    }

    [Fact]
    public void OnlyTheProcessAskedFor()
    {
        using var sleeper = Shell.Start("sh", ["-c", "while :; do sleep 0.02; done"]).Process;
        try
        {
            Shell.Braid("record", "--syscalls", "-p", sleeper.Id.ToString(CultureInfo.InvariantCulture), "--duration", "500ms", "-o", Trace).Expect();
        }
        finally
        {
            sleeper.Kill();
        }

        var lines = Babeltrace.Lines(Trace);
        Assert.Contains(lines, l => l.Contains($"tid = {sleeper.Id} }}", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("syscall_entry_clock_nanosleep", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains($"tid = {Environment.ProcessId} }}", StringComparison.Ordinal));
    }

    [Fact]
    public void FilesBelongToTheUserBehindSudo()
    {
        Shell.Run(Shell.BraidPath, ["record", "-k", "sched_switch", "--duration", "100ms", "-o", Trace], ("SUDO_UID", "65534"), ("SUDO_GID", "65534")).Expect();
        var owners = Shell.Run("find", [Trace, "-printf", "%U:%G\n"]).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(owners, o => Assert.Equal("65534:65534", o));
    }

    [Fact]
    public void WithoutRootUserSpaceIsRecordedAndTheRestExplained()
    {
        var home = _directory["nobody"];
        Directory.CreateDirectory(home);
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_101_101);
        Shell.Run("chown", ["65534:65534", home]).Expect();
        var trace = Path.Combine(home, "trace");
        string[] asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=" + home, "DOTNET_CLI_HOME=" + home, "TMPDIR=" + home];

        var result = Shell.Run("setpriv", [.. asNobody, Shell.BraidPath, "record", "-k", "sched_*", "-u", "app:*", "-o", trace, "--", TestApp.Path, "ticks", "1", "1000"]).Expect();

        Assert.Contains(result.ErrorLines, l => l.StartsWith("kernel events are left out: ", StringComparison.Ordinal));
        Assert.Equal(1000, Babeltrace.CountByName(Babeltrace.Lines(trace))["app:tick"]);

        var kernelOnly = Shell.Run("setpriv", [.. asNobody, Shell.BraidPath, "record", "-k", "sched_*", "-o", trace + "2", "--duration", "1s"]).Expect(1);
        Assert.StartsWith("braid: ", Assert.Single(kernelOnly.ErrorLines));
        Assert.False(Directory.Exists(trace + "2"));
    }

    private static string[] Instances() => Directory.GetDirectories("/sys/kernel/tracing/instances", "braid-*");

    private static (decimal Time, string Name) Step(string line)
    {
        var match = StepPattern().Match(line);
        return (decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value);
    }

    private static (long Events, long Lost) Summary(Finished result, string domain)
    {
        var match = Regex.Match(result.Error, $@"^{domain} +([\d,]+) events .*?([\d,]+) lost$", RegexOptions.Multiline);
        Assert.True(match.Success, result.Error);
        return (Number(match.Groups[1].Value), Number(match.Groups[2].Value));

        static long Number(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\[(\d+\.\d+)\].* ([a-z0-9_:]+): \{ cpu_id")]
    private static partial Regex StepPattern();
}
