using Braid.Sessions.Rings;

namespace Braid.Tracing.Tests;

/// <summary>The library, recorded from inside this process. One recording at a time: a program has one recorder.</summary>
[Collection("self")]
public sealed class TracepointTests
{
    private static readonly Tracepoint s_byHand = new("test", "by_hand", TraceField.Integer("a", 64, signed: true), TraceField.Text("b"));

    private static readonly int[] s_numbers = [1, 2, 3];

    [Fact]
    public void An_event_of_one_int_takes_ten_bytes()
    {
        using var recording = new SelfRecording();
        for (var i = 0; i < 1000; i++) TestTrace.I32(i);
        var totals = recording.Drain();
        Assert.Equal(1000, totals.Events);
        Assert.True(totals.Bytes <= (1000 * 10) + (84 * 8), $"{totals.Bytes} bytes");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_allocated(bool enabled)
    {
        using var recording = new SelfRecording(threadId: true, enabled ? "*" : "none:*");
        Emit(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Emit(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(enabled ? 2200 : 0, recording.Drain().Events);
    }

    [Fact]
    public void A_tracepoint_is_enabled_while_a_recorder_wants_it()
    {
        Assert.False(s_byHand.IsEnabled);
        using (var recording = new SelfRecording(false, "test:by_*"))
        {
            Assert.True(s_byHand.IsEnabled);
            var record = s_byHand.Begin(8 + TraceRecord.SizeOfText("text"));
            Assert.True(record.IsRecording);
            record.Write(42L);
            record.WriteText("text");
            record.Commit();
            Assert.Equal(1, recording.Drain().Events);
        }

        Assert.False(s_byHand.IsEnabled);
        Assert.False(s_byHand.Begin(8).IsRecording); // nor does one that was past the test do harm
    }

    [Fact]
    public void An_event_larger_than_any_sub_buffer_is_counted_as_lost()
    {
        using var recording = new SelfRecording();
        TestTrace.Huge(new byte[1 << 20]);
        TestTrace.Huge(new byte[10]);
        var totals = recording.Drain();
        Assert.Equal((1, 1), (totals.Events, totals.Discarded));
    }

    [Fact]
    public void The_schema_is_the_signature()
    {
        TestTrace.I32(0);
        TestTrace.Renamed(true);
        var self = RingDirectory.ListPrograms().Single(p => p.Program.Pid == Environment.ProcessId);
        var fields = self.Events.ToDictionary(e => e.Name!, e => string.Join(' ', e.Payload!.Members.Select(m => m.Name)));
        Assert.Equal("value", fields["test:i32"]);
        Assert.Equal("other", fields["test:renamed-event"]);
        Assert.Equal("a text real size id time _bytes_length bytes _numbers_length numbers chars", fields["test:many"]);
    }

    private static void Emit(int count)
    {
        for (var i = 0; i < count; i++)
        {
            TestTrace.I32(i);
            TestTrace.Many(i, "grüße", 1.5, Size.Large, Guid.Empty, DateTime.UnixEpoch, "abc"u8, s_numbers, "chars");
        }
    }
}
