using Braid.Script.Filters;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Tests.Rings;

/// <summary>Rules and filters that change while programs are recorded.</summary>
[Collection("rings")]
public sealed class RulesChangeTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_change_holds_from_then_on_also_over_a_stop()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using var recording = new Recording(new HashSet<int> { program.Pid }, ["app:tick"]);
        var source = recording.Source;
        source.Start();
        Assert.Equal(10, Ticks());

        source.ChangeRules(["app:tick"], [Filter("app:tick", "sequence < 3")]);
        Assert.Equal(3, Ticks());

        // An event is written when one of the filters for it accepts it, whatever is missing in another.
        source.ChangeRules(["app:*"], [Filter("app:tick", "sequence >= 8"), Filter("app:tick", "nothing == 1"), Filter("app:t*", "sequence == 0"), Filter("other:*", null)]);
        Assert.Equal(3, Ticks());
        source.Stop();
        Assert.Equal(0, Ticks());
        source.Start();
        Assert.Equal(3, Ticks());
        source.Stop();

        source.ChangeRules(["app:tick"], []);
        Assert.Equal(0, Ticks());
        source.Start();
        Assert.Equal(10, Ticks());

        source.ChangeRules(["app:tick"], [Filter("app:tick", "sequence < 5"), Filter("app:tick", null)]);
        Assert.Equal(10, Ticks());

        source.ChangeRules([], []);
        Assert.Equal(0, Ticks());
        Assert.Empty(recording.Warnings);
        program.WriteLine("");
        program.WaitForExit();

        long Ticks()
        {
            var before = source.Totals.Events;
            program.WriteLine("10");
            Assert.Equal("done", program.ReadLine());
            source.Drain(flush: true);
            return source.Totals.Events - before;
        }
    }

    /// <summary>Two sets of rules take turns, with a filter and without one: what both want is recorded once, whenever the change comes.</summary>
    [Fact]
    public void What_all_rules_want_is_never_lost_to_a_change()
    {
        const int threads = 4, count = 150_000;
        using var recording = new Recording(null, ["app:tick"], bufferSize: 32 << 20);
        recording.Source.Start();
        using var program = new TestProgram("ticks", threads.ToString(), count.ToString());
        var changes = 0;
        for (; !program.HasExited; changes++)
        {
            recording.Source.ChangeRules(["app:tick"], changes % 2 == 0 ? [Filter("app:tick", "(sequence & 1) == 0")] : []);
            recording.Source.Drain(flush: false);
        }

        recording.Stop();
        Assert.Equal(0, recording.Source.Totals.Discarded);
        var events = recording.Read(program.Pid);
        var even = events.Where(static e => (long)e["sequence"] % 2 == 0).Select(static e => (e["thread"], e["sequence"])).ToList();
        output.WriteLine($"{changes} changes, {events.Count} events, {even.Count} of them even");
        Assert.Equal(threads * count / 2, even.Count);
        Assert.Equal(even.Count, even.Distinct().Count());
        Assert.InRange(events.Count - even.Count, 1, threads * count / 2 - 1);
    }

    private static RuleFilter Filter(string rule, string? filter) =>
        new([rule], filter is null ? default : FilterCompiler.Compile(FilterParser.Parse(filter)));
}
