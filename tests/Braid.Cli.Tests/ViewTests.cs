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
    public void WithOptions(string options) => SameText.Assert(small.Trace, options.Split(' '));

    [Fact]
    public void WithinATimeRange()
    {
        var lines = Babeltrace.Text(small.Trace, "--clock-seconds").Split('\n');
        var (begin, end) = (Time(lines[lines.Length / 3]), Time(lines[lines.Length / 2]));
        SameText.Assert(small.Trace, "--clock-seconds", "-b", begin, "-e", end);
        SameText.Assert(small.Trace, "-b", begin);
        SameText.Assert(small.Trace, "-e", end);
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
