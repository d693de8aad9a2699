namespace Braid.Sessions.Tests.Tracefs;

[Collection("kernel")]
public sealed class AllEventsTests
{
    [Fact]
    public void Babeltrace2ReadsASecondOfAllEventsWithoutComplaint()
    {
        using var recording = new KernelRecording(["*"], ["*"], o => o with { BufferBytesPerCpu = 64 << 20 });

        recording.Record(() =>
        {
            var end = Environment.TickCount64 + 1000;
            while (Environment.TickCount64 < end)
            {
                Workload.Files(1);
                Thread.Sleep(20);
            }
        });

        var totals = recording.Source.Totals;
        Assert.Equal(0, totals.Discarded);
        Assert.True(recording.Class.Streams[0].Events.Count > 1000);
        var lines = Babeltrace.Read(recording.FinishedTrace());
        Assert.Equal(totals.Events, lines.Length);
        Assert.Contains(lines, l => l.Contains(" sched_switch: ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(" syscall_entry_openat: ", StringComparison.Ordinal));
        Assert.Equal(totals.Events, recording.Read().Count);
    }
}
