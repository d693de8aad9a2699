namespace Braid.Cli.Tests;

/// <summary><c>braid view</c> prints babeltrace2's bytes for every option that both have.</summary>
public sealed class ViewTests(ViewTests.SmallTrace small) : IClassFixture<ViewTests.SmallTrace>
{
    [Theory]
    [InlineData("--clock-seconds")]
    [InlineData("--clock-date")]
    [InlineData("--clock-gmt")]
    [InlineData("--clock-date --clock-gmt --no-delta")]
    [InlineData("--clock-cycles")]
    [InlineData("--no-delta")]
    [InlineData("-n none")]
    [InlineData("-n all")]
    [InlineData("-n payload")]
    [InlineData("-n context,scope")]
    [InlineData("-n header")]
    [InlineData("-f all")]
    [InlineData("-f trace")]
    [InlineData("-f trace:hostname,trace:vpid")]
    [InlineData("-f loglevel,emf")]
    [InlineData("--clock-offset 3600 --clock-seconds")]
    [InlineData("--clock-offset-ns -1500000001")]
    [InlineData("--stream-intersection")]
    public void WithOptions(string options) => SameText.Assert(small.Trace, options.Split(' '));

    [Fact]
    public void WithinATimeRange()
    {
        var lines = Babeltrace.Text(small.Trace, "--clock-seconds").Split('\n');
        var (begin, end) = (Time(lines[lines.Length / 3]), Time(lines[lines.Length / 2]));
        SameText.Assert(small.Trace, "--clock-seconds", "-b", begin, "-e", end);
        SameText.Assert(small.Trace, "-b", begin);
        SameText.Assert(small.Trace, "-e", end);
        SameText.Assert(small.Trace, "--timerange", $"[{begin},{end}]");
        var timeOfDay = Time(Babeltrace.Text(small.Trace).Split('\n')[lines.Length / 2]);
        SameText.Assert(small.Trace, "--clock-gmt", "-b", timeOfDay);

        static string Time(string line) => line[1..line.IndexOf(']', StringComparison.Ordinal)];
    }

    [Fact]
    public void OfOneDomain() => SameText.Assert(Path.Combine(small.Trace, "ust"), "-f", "trace");

    [Fact]
    public void AClosedPipeEndsQuietly()
    {
        var result = Shell.Run("sh", ["-c", $"{Shell.BraidPath} view {small.Trace} | head -n 1"]).Expect();
        Assert.Equal("", result.Error);
        Assert.StartsWith("[", result.Output);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public void AClosedPipeEndsQuietlyInEveryFormat(string format) =>
        Assert.Equal("", Shell.Run("sh", ["-c", $"{Shell.BraidPath} view -o {format} {small.Trace} | head -n 1"]).Expect().Error);

    [Fact]
    public void ToAFileOrStandardOutput()
    {
        using var directory = new TemporaryDirectory();
        var text = Shell.Braid("view", small.Trace).Expect().Output;
        Assert.Equal("", Shell.Braid("view", "-w", directory["text"], small.Trace).Expect().Output);
        Assert.Equal(text, File.ReadAllText(directory["text"]));
        Assert.Equal(text, Shell.Braid("view", "-w", "-", small.Trace).Expect().Output);
    }

    /// <summary>What filters leave is what babeltrace2's lines show.</summary>
    [Fact]
    public void Filters()
    {
        string[] plain = ["view", "--clock-seconds", "--no-delta"];
        var lines = SameText.Corrected(small.Trace, Babeltrace.Lines(small.Trace), Shell.Braid([.. plain, small.Trace]).Expect().Output.Split('\n'));
        Same(l => l.Contains(" sched_", StringComparison.Ordinal), "--event", "sched_*");
        Same(l => l.Contains(" sched_switch: ", StringComparison.Ordinal) && l.Contains(" prev_tid = 0,", StringComparison.Ordinal), "--event", "sched_switch", "--where", "prev_tid == 0");
        Same(l => l.Contains(" sched_switch: ", StringComparison.Ordinal) && l.Contains("next_comm = \"swapper", StringComparison.Ordinal), "--where", "next_comm == \"swapper*\"");
        Same(l => l.Contains("{ cpu_id = 1 }", StringComparison.Ordinal), "--cpu", "1");
        Same(l => l.Contains("tid = 0 }", StringComparison.Ordinal), "--tid", "0");

        void Same(Func<string, bool> expected, params string[] options)
        {
            var result = Shell.Braid([.. plain, .. options, small.Trace]).Expect().Output;
            Assert.Equal(lines.Where(expected), result.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public void ADamagedTraceIsReadAsFarAsItGoes()
    {
        using var directory = new TemporaryDirectory();
        var trace = directory["ust"];
        Shell.Run("cp", ["-r", Path.Combine(small.Trace, "ust"), trace]).Expect();
        var file = Directory.GetFiles(trace, "channel0_*", SearchOption.AllDirectories).MaxBy(f => new FileInfo(f).Length)!;
        using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length / 2);

        var read = Shell.Braid("view", trace).Expect(1);
        Assert.StartsWith($"braid: {file}:byte ", Assert.Single(read.ErrorLines));
        Assert.NotEqual("", read.Output);

        var refused = Shell.Braid("view", "--strict", trace).Expect(1);
        Assert.StartsWith($"braid: {file}:byte ", Assert.Single(refused.ErrorLines));
        Assert.Equal("", refused.Output);
    }

    /// <summary>The same events in CTF 2, of which Debian's babeltrace2 knows nothing.</summary>
    [Fact]
    public void Ctf2()
    {
        using var directory = new TemporaryDirectory();
        var trace = directory["trace"];
        Shell.Braid("record", "-k", "sched_*", "--syscalls=pwrite64", "-u", "app:*", "--trace-format", "ctf-2", "-o", trace,
            "--", TestApp.Path, "brackets", "100").Expect();

        var lines = Shell.Braid("view", trace).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var counts = Babeltrace.CountByName(lines);
        Assert.Equal(200, counts["app:tick"]);
        Assert.InRange(counts["syscall_entry_pwrite64"], 100, int.MaxValue); // others write too
        Assert.Contains(lines, l => l.Contains("sched_switch: { cpu_id = ", StringComparison.Ordinal));
        Assert.Equal(0x1E, File.ReadAllBytes(Path.Combine(trace, "kernel", "metadata"))[0]);
    }

    public sealed class SmallTrace : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public SmallTrace()
        {
            Shell.Braid("record", "-k", "sched_*", "-k", "irq*", "--syscalls", "-u", "app:*", "-o", Trace, "--", TestApp.Path, "brackets", "300").Expect();
        }

        public string Trace => _directory["trace"];

        public void Dispose() => _directory.Dispose();
    }
}
