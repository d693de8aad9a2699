using Braid.Sessions.Rings;

namespace Braid.Sessions.Tests.Rings;

public sealed class RecordingTests
{
    [Theory]
    [InlineData(1, 200_000, 4 << 20, RingClock.Monotonic)]
    [InlineData(4, 200_000, 4 << 20, RingClock.CycleCounter)]
    [InlineData(4, 200_000, 32 << 10, RingClock.CycleCounter)]
    [InlineData(8, 100_000, 8 << 10, RingClock.Monotonic)]
    public void Recorded_and_discarded_events_are_all_there_were(int threads, int count, int bufferSize, RingClock clock)
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using var program2 = new TestProgram("ticks", "0", "0");
        using var recording = new Recording(null, ["app:tick"], bufferSize, clock: clock).Start();
        using var ticks = new TestProgram("ticks", threads.ToString(), count.ToString());
        ticks.WaitForExit();
        var totals = recording.Stop();

        Assert.Empty(recording.Warnings);
        Assert.Equal((long)threads * count, totals.Events + totals.Discarded);
        var events = recording.Read(ticks.Pid);
        Assert.Equal(totals.Events, events.Count);
        Assert.Equal((ulong)totals.Discarded, recording.StreamFiles(ticks.Pid).Aggregate(0UL, (sum, f) => sum + StreamFile.Discarded(f)));
        Assert.Equal(events.Count, events.Select(e => (e["thread"], e["sequence"])).Distinct().Count());
    }
}
