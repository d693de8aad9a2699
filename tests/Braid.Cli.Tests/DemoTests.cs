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

    [Fact]
    public void ViewPrintsBabeltracesBytes()
    {
        demo.Result.Expect();
        SameText.Assert(demo.Trace);
    }

    [GeneratedRegex(@"(?m)^ +([\d,]+)  ([a-z0-9_:]+)$")]
    private static partial Regex FrequentEvent();
}
