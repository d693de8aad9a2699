using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>The demo and its trace, with babeltrace2 as the oracle.</summary>
public sealed partial class DemoTests(DemoTrace demo) : IClassFixture<DemoTrace>
{
    [Fact]
    public void ShowsWhatItRecorded()
    {
        var result = demo.Result.Expect();

        Assert.Matches(@"(?m)^kernel +[\d,]+ events +[\d.]+ MB +0 lost$", result.Error);
        Assert.Matches(@"(?m)^ust +[\d,]+ events +[\d.]+ MB +0 lost$", result.Error);
        Assert.Contains($"into {demo.Trace}", result.Error);
        Assert.Equal(10, FrequentEvent().Count(result.Output));
        Assert.Matches(@"(?m)^\[.*shop:.*\n\[.*\{ tid = ", result.Output);
    }

    [Fact]
    public void BabeltraceCountsTheSameEvents()
    {
        demo.Result.Expect();
        var counts = Babeltrace.CountByName(Babeltrace.Lines(demo.Trace));
        Assert.All(FrequentEvent().Matches(demo.Result.Output), m =>
            Assert.Equal(counts[m.Groups[2].Value], int.Parse(m.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void AllKindsOfEventsAreThere()
    {
        demo.Result.Expect();
        var names = Babeltrace.CountByName(Babeltrace.Lines(demo.Trace)).Keys.ToHashSet();
        Assert.Superset(new HashSet<string>
        {
            "sched_switch", "sched_waking", "syscall_entry_openat", "syscall_exit_sendto", "net_dev_queue",
            "x86_exceptions_page_fault_user", "shop:order_placed", "shop:request_end",
        }, names);
        Assert.Contains(names, n => n.StartsWith("block_", StringComparison.Ordinal));
    }

    /// <summary>Every option that view shares with babeltrace2, on a real trace of both domains.</summary>
    [Theory]
    [InlineData("")]
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
    public void ViewPrintsBabeltracesBytes(string options)
    {
        demo.Result.Expect();
        AssertSameText(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void ViewSelectsBabeltracesTimeRange()
    {
        demo.Result.Expect();
        var lines = Babeltrace.Text(demo.Trace, "--clock-seconds").Split('\n');
        var (begin, end) = (Time(lines[lines.Length / 3]), Time(lines[lines.Length / 2]));
        AssertSameText(["--clock-seconds", "-b", begin, "-e", end]);
        AssertSameText(["-b", begin]);
        AssertSameText(["-e", end]);
        var clock = Babeltrace.Text(demo.Trace).Split('\n')[lines.Length / 2][1..19];
        AssertSameText(["--clock-gmt", "-b", clock]);

        static string Time(string line) => line[1..line.IndexOf(']', StringComparison.Ordinal)];
    }

    private void AssertSameText(string[] options)
    {
        var theirs = Shell.Run("babeltrace2", [.. options, demo.Trace], ("TZ", "Europe/Zurich")).Expect();
        var ours = Shell.Run(Shell.BraidPath, ["view", .. options, demo.Trace], ("TZ", "Europe/Zurich")).Expect();
        Assert.Equal(theirs.Error, ours.Error);
        if (theirs.Output == ours.Output) return;
        var (expected, actual) = (theirs.Output.Split('\n'), ours.Output.Split('\n'));
        var line = expected.Zip(actual).TakeWhile(p => p.First == p.Second).Count();
        Assert.Fail($"line {line + 1} of {expected.Length} and {actual.Length}:\n{expected.ElementAtOrDefault(line)}\n{actual.ElementAtOrDefault(line)}");
    }

    [GeneratedRegex(@"(?m)^ +([\d,]+)  ([a-z0-9_:]+)$")]
    private static partial Regex FrequentEvent();
}
