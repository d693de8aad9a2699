namespace Braid.Sessions.Tests.Tracefs;

[Collection("kernel")]
public sealed class LossTests
{
    private static readonly string[] s_getppid = ["getppid"];

    [Fact]
    public void OverAMillionEventsAtFullSpeedAreAllRecorded()
    {
        const int calls = 600_000;
        using var recording = new KernelRecording([], s_getppid, o => o with { Pids = [Environment.ProcessId] });

        recording.Record(() => Workload.GetParentLoop(1 % Environment.ProcessorCount, calls));

        Assert.Equal(new SourceTotals(2 * calls, recording.Source.Totals.Bytes, 0), recording.Source.Totals);
        var events = recording.Read();
        Assert.Equal(calls, events.Count(e => e.Name == "syscall_entry_getppid"));
        Assert.Equal(calls, events.Count(e => e.Name == "syscall_exit_getppid" && e.Number("ret") > 0));
    }

    [Fact]
    public void OnAllCpusAtOnceNothingIsLostEither()
    {
        const int calls = 300_000;
        using var recording = new KernelRecording([], s_getppid, o => o with { Pids = [Environment.ProcessId] });

        recording.Record(() => Parallel.For(0, Environment.ProcessorCount, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, cpu => Workload.GetParentLoop(cpu, calls)));

        var expected = 2L * calls * Environment.ProcessorCount;
        Assert.Equal((expected, 0L), (recording.Source.Totals.Events, recording.Source.Totals.Discarded));
        Assert.Equal(expected, recording.Read().Count);
    }

    [Theory]
    [InlineData(4 << 10)]
    [InlineData(16 << 10)]
    [InlineData(64 << 10)]
    public void RecordedAndLostAddUpToWhatHappened(int subBuffer)
    {
        const int calls = 200_000;
        using var recording = new KernelRecording([], s_getppid, o => o with
        {
            Pids = [Environment.ProcessId], BufferBytesPerCpu = 4 * subBuffer, SubBufferBytes = subBuffer,
        });

        recording.RecordThenDrain(() => Workload.GetParentLoop(0, calls));

        var totals = recording.Source.Totals;
        Assert.True(totals.Discarded > 0, "the buffer is tiny");
        Assert.Equal(2 * calls, totals.Events + totals.Discarded);
        Assert.Equal(totals.Events, recording.Read().Count);
        Assert.Equal((totals.Events, totals.Discarded), Babeltrace.Count(recording.FinishedTrace()));
    }

    [Fact]
    public void WhileDrainingATinyBufferEveryEventIsRecordedOrCounted()
    {
        const int calls = 400_000;
        using var recording = new KernelRecording([], s_getppid, o => o with
        {
            Pids = [Environment.ProcessId], BufferBytesPerCpu = 32 << 10, SubBufferBytes = 4 << 10,
        });

        recording.Record(() => Workload.GetParentLoop(0, calls));

        var totals = recording.Source.Totals;
        Assert.Equal(2 * calls, totals.Events + totals.Discarded);
        Assert.Equal(totals.Discarded, recording.Trace.Streams.Sum(s => (long)StreamReader.Discarded(s.Path)));
    }
}
