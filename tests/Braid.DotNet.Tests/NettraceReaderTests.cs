using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Tests;

/// <summary>Streams of real processes, read by us and by TraceEvent.</summary>
public sealed class NettraceReaderTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => ["types", "threads", "runtime"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Events_and_their_order_are_those_of_TraceEvent(string name)
    {
        var stream = Streams.Named(name);
        var read = ReadStream.Of(stream);
        var (expected, lost) = OracleEvent.Read(stream);
        Assert.Null(read.Missing);
        Assert.Equal(lost, (int)read.Lost);

        // At equal times the order is free.
        var ours = read.Events.Select(e => Describe(e, read.Start!)).ToList();
        var theirs = expected.Select(Describe).ToList();
        Assert.True(ours.Count > 5);
        Assert.Equal(theirs.Count, ours.Count);
        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
        Assert.Equal(read.Events.Select(e => e.Timestamp).Order(), read.Events.Select(e => e.Timestamp));
        output.WriteLine($"{name}: {ours.Count} events, {stream.Length} bytes");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(4096)]
    public void Pieces_of_any_size_give_the_same_events(int piece)
    {
        var whole = ReadStream.Of(Streams.RuntimeEvents, int.MaxValue);
        var pieces = ReadStream.Of(Streams.RuntimeEvents, piece);
        Assert.Equal(whole.Events.Count, pieces.Events.Count);
        Assert.All(whole.Events.Zip(pieces.Events), pair =>
        {
            Assert.Equal(pair.First.Timestamp, pair.Second.Timestamp);
            Assert.Equal(pair.First.Payload, pair.Second.Payload);
        });
    }

    [Fact]
    public void Every_event_that_a_small_buffer_loses_is_counted()
    {
        const int threads = 4, each = 100_000;
        using var app = new TestApp();
        var stream = app.Record(new() { Providers = [new("App", ulong.MaxValue, 5)], BufferMegabytes = 1 }, a => a.Do($"count {threads} {each}"));
        var read = ReadStream.Of(stream);
        var counted = read.Events.Count(e => e.Description.Name == "Counted");
        output.WriteLine($"{counted} events, {read.Lost} lost");
        Assert.True(read.Lost > 0, "a buffer of 1 MB holds everything: the test tries nothing");
        Assert.Equal(threads * each, counted + (int)read.Lost);
        Assert.Equal(OracleEvent.Read(stream).Lost, (int)read.Lost);
    }

    [Fact]
    public void Stacks_come_when_asked_for()
    {
        Assert.All(ReadStream.Of(Streams.Types).Events.Where(e => e.Description.Provider == "App"), e => Assert.True(e.Stack.Length >= 16 && e.Stack.Length % 8 == 0));
        Assert.All(ReadStream.Of(Streams.Threads).Events, e => Assert.Empty(e.Stack));
    }

    [Fact]
    public void A_cut_stream_gives_what_is_whole_and_says_where_it_ends()
    {
        var stream = Streams.Threads[..^1000];
        var read = ReadStream.Of(stream);
        Assert.NotEmpty(read.Events);
        Assert.Contains($"stream: byte {stream.Length}: the file ends without the end of the stream", read.Missing);
    }

    [Theory]
    [InlineData("", "byte 0: the file ends inside the header")]
    [InlineData("Nettr", "byte 5: the file ends inside the header")]
    [InlineData("Nettrace\x14\0\0\0!FastSerialization.1\x1", "byte 33: the stream ends without the trace object")]
    public void An_end_before_the_beginning_is_told(string text, string message) =>
        Assert.Contains(message, ReadStream.Of(System.Text.Encoding.ASCII.GetBytes(text)).Missing);

    [Theory]
    [InlineData("Hello, world", "byte 0: this is no nettrace stream")]
    [InlineData("Nettrace\x14\0\0\0?FastSerialization.1", "byte 8: '!FastSerialization.1' is expected")]
    [InlineData("Nettrace\0\0\0\0\x7\0\0\0\0\0\0\0", "byte 12: version 7; this reader knows 4 to 6")]
    [InlineData("Nettrace\x14\0\0\0!FastSerialization.1\x9\x9\x9\x9\x9\x9\x9\x9\x9\x9\x9\x9\x9\x9\x9", "byte 32: bytes 9 9 9 where an object begins")]
    public void Other_bytes_are_refused_with_their_offset(string text, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => ReadStream.Of(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Contains(message, error.Message);
    }

    private static string Describe(ReadEvent e, TraceStart start) => Describe(
        e.Description.Provider, e.Description.EventId, (e.Timestamp - start.SyncTicks) * 1000.0 / start.TickFrequency, e.ThreadId, e.ActivityId, e.RelatedActivityId, e.Payload);

    /// <summary>TraceEvent gives kinds of GCDynamicEvent, 39, ids of its own.</summary>
    private static string Describe(OracleEvent e) => Describe(e.Provider, e.Provider == Streams.Runtime && e.Id > 65_500 ? 39 : e.Id, e.Milliseconds, e.ThreadId, e.ActivityId, e.RelatedActivityId, e.Payload);

    private static string Describe(string provider, int id, double milliseconds, long thread, Guid activity, Guid related, byte[] payload) =>
        $"{milliseconds:F4} {provider} {id} {thread} {activity} {related} {Convert.ToHexString(payload)}";
}
