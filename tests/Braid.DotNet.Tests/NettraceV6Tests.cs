namespace Braid.DotNet.Tests;

/// <summary>Version 6 of the format.</summary>
public sealed class NettraceV6Tests
{
    [Fact]
    public void Every_kind_of_block_is_read()
    {
        var read = ReadStream.Of(StreamV6.Sample());
        Assert.Null(read.Missing);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 1, 2, 3, 4, TimeSpan.Zero), read.Start!.SyncTime);
        Assert.Equal((6, 42L), (read.Start.Version, read.Start.ProcessId));
        Assert.Equal([2_000L, 2_100, 2_500], read.Events.Select(e => e.Timestamp));
        Assert.Equal([4242L, 4242, 4343], read.Events.Select(e => e.ThreadId));
        Assert.Equal([42L, 42, 43], read.Events.Select(e => e.ProcessId));
        Assert.Equal([1, 1, 0], read.Events.Select(e => e.Processor));
        Assert.Equal([16, 0, 0], read.Events.Select(e => e.Stack.Length));
        Assert.Equal("span_id=0000000000000abc user=zoe", read.Events[0].Labels);
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), read.Events[0].ActivityId);
        var kind = read.Events[0].Description;
        Assert.Equal(("Six", "All", 0x30UL, 1, 4, 2), (kind.Provider, kind.Name, kind.Keywords, kind.Opcode, kind.Level, kind.Version));
        Assert.Equal(10, kind.Fields.Count);
    }

    [Fact]
    public void Losses_before_an_event_and_at_a_sequence_point_are_counted() =>
        // Thread 2 begins with 6, thread 1 leaves out 2; a sequence point says that thread 2 has got to 14.
        Assert.Equal(5UL + 1 + 8, ReadStream.Of(StreamV6.Sample()).Lost);

    [Fact]
    public void TraceEvent_reads_the_same()
    {
        var stream = StreamV6.Sample();
        var read = ReadStream.Of(stream);
        var (expected, lost) = OracleEvent.Read(stream);
        Assert.Equal(expected.Select(e => (e.ThreadId, e.ActivityId, Convert.ToHexString(e.Payload))), read.Events.Select(e => (e.ThreadId, e.ActivityId, Convert.ToHexString(e.Payload))));
        Assert.Equal(lost, (int)read.Lost);
    }
}
