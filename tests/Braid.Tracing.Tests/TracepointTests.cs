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
    public void Contexts_and_filters_allocate_nothing_after_a_threads_first_event()
    {
        using var recording = new SelfRecording(true, ["*"], ["procname", "trace_id", "vuid", "$app.test:a"], "value >= 500 || (text == \"gr*e\" && $ctx.vpid > 0 && numbers[1] == 2)");
        Emit(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Emit(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((0, 0), (recording.Drain().Events, recording.Source.Totals.Discarded)); // no event has both value and text
    }

    [Fact]
    public void What_a_filter_rejects_is_neither_recorded_nor_lost_even_when_rings_are_full()
    {
        using var recording = new SelfRecording(false, ["test:i32"], [], "value < 0", bufferSize: 8 << 10);
        for (var i = 0; i < 10_000; i++) TestTrace.I32(-1);
        for (var i = 0; i < 10_000; i++) TestTrace.I32(i);
        var totals = recording.Drain();
        Assert.Equal(10_000, totals.Events + totals.Discarded);
        Assert.True(totals.Discarded > 0, "8 KiB held 10,000 events");
    }

    [Fact]
    public void A_field_for_filters_is_written_only_for_them()
    {
        using (var recording = new SelfRecording(false, ["test:secret"], [], "secret == \"s*\" && level == 2"))
        {
            TestTrace.Secret(2, "sesame", 1);
            TestTrace.Secret(2, "other", 2);
            TestTrace.Secret(1, "sesame", 3);
            var totals = recording.Drain();
            Assert.Equal((1, 0), (totals.Events, totals.Discarded));
            Assert.Equal(84 + 6 + 8, totals.Bytes); // packet, header, two integers
        }

        using (var recording = new SelfRecording(false, "test:secret"))
        {
            TestTrace.Secret(2, "sesame", 1);
            Assert.Equal((1, 84 + 6 + 8), (recording.Drain().Events, recording.Source.Totals.Bytes));
        }
    }

    [Fact]
    public void An_event_begun_within_another_is_lost_and_harms_nothing()
    {
        using var recording = new SelfRecording(false, ["test:by_*"], ["vpid"], null);
        var outer = s_byHand.Begin(8 + TraceRecord.SizeOfText("outer"));
        Assert.False(s_byHand.Begin(8).IsRecording);
        outer.Write(1L);
        outer.WriteText("outer");
        outer.Commit();
        var totals = recording.Drain();
        Assert.Equal((1, 1), (totals.Events, totals.Discarded));
    }

    [Fact]
    public void A_recording_after_one_with_contexts_is_as_before()
    {
        using (var recording = new SelfRecording(true, ["test:i32"], ["vpid", "pthread_id"], null))
        {
            TestTrace.I32(1);
            Assert.Equal((1, 84 + 6 + 4 + 12 + 4), (recording.Drain().Events, recording.Source.Totals.Bytes));
        }

        using (var recording = new SelfRecording(true, ["test:i32"], ["procname"], "value == 7"))
        {
            for (var i = 0; i < 10; i++) TestTrace.I32(i);
            Assert.Equal((1, 84 + 6 + 4 + 17 + 4), (recording.Drain().Events, recording.Source.Totals.Bytes));
        }

        using (var recording = new SelfRecording(true, "test:i32"))
        {
            TestTrace.I32(1);
            Assert.Equal((1, 84 + 6 + 4 + 4), (recording.Drain().Events, recording.Source.Totals.Bytes));
        }
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
