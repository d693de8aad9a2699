using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

/// <summary>Packets whose times are wrong in the ways of certain tracers; babeltrace2 is asked what is right.</summary>
public sealed class PacketQuirkTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    public static TheoryData<string, int, int, int> Tracers => new()
    {
        { "lttng-ust", 2, 10, 9 },
        { "lttng-ust", 2, 11, 0 },
        { "lttng-modules", 2, 9, 12 },
        { "lttng-modules", 2, 9, 13 },
        { "lttng-modules", 2, 10, 9 },
        { "lttng-modules", 2, 10, 10 },
        { "lttng-modules", 2, 11, 0 },
        { "barectf", 2, 3, 0 },
        { "barectf", 2, 3, 1 },
        { "other", 1, 0, 0 },
    };

    /// <summary>One event after its packet's end, in the middle of the stream and at its end.</summary>
    [Theory]
    [MemberData(nameof(Tracers))]
    public void Events_after_their_packet(string tracer, int major, int minor, int patch) => Compare(
        TickTrace.Environment(tracer, major, minor, patch),
        [new(100, 190, [110, 195]), new(200, 290, [210, 280], Sequence: 1), new(300, 350, [310, 395], Sequence: 2)],
        [new(150, 240, [160, 230], Stream: 1), new(250, 380, [260, 370], Sequence: 1, Stream: 1)]);

    /// <summary>As lttng-crash leaves the packets that were open: with the end 0.</summary>
    [Theory]
    [MemberData(nameof(Tracers))]
    public void Packets_that_end_at_0(string tracer, int major, int minor, int patch) => Compare(
        TickTrace.Environment(tracer, major, minor, patch),
        [new(100, 190, [110, 180]), new(200, 0, [210, 280], Sequence: 1), new(300, 0, [310, 390], Sequence: 2)],
        [new(150, 0, [160, 230], Stream: 1), new(250, 420, [260, 370], Sequence: 1, Stream: 1)]);

    /// <summary>One event before its packet's begin.</summary>
    [Theory]
    [MemberData(nameof(Tracers))]
    public void Events_before_their_packet(string tracer, int major, int minor, int patch) => Compare(
        TickTrace.Environment(tracer, major, minor, patch),
        [new(100, 200, [110, 180]), new(200, 300, [190, 280], Sequence: 1), new(300, 400, [290, 390], Sequence: 2)],
        [new(150, 240, [160, 230], Stream: 1), new(240, 395, [235, 370], Sequence: 1, Stream: 1)]);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private void Compare(string environment, TickPacket[] first, TickPacket[] second)
    {
        TickTrace.WriteMetadata(_path, environment);
        TickTrace.Write(Path.Combine(_path, "channel0_0"), first, hasIndex: true);
        TickTrace.Write(Path.Combine(_path, "channel0_1"), second);
        using var set = TraceSet.Open(_path);
        Equal(TextRun.Babeltrace("--clock-cycles", _path), Print(set.Read(), new()));
        Equal(TextRun.Babeltrace("--clock-cycles --stream-intersection", _path), Print(set.Read(new ReadOptions { StreamIntersection = true }), new()));

        // Whatever the packets say, no event after a time is passed over on the way there.
        var times = first.Concat(second).SelectMany(static packet => packet.Events).Order().ToList();
        foreach (var from in times)
        {
            var expected = times.Where(time => time >= from).Select(static time => (long)time).ToList();
            Assert.Equal(expected, TimesFrom(set, (long)from).Order());
        }
    }

    /// <summary>babeltrace2 gives up where time goes back in a stream whose tracer it does not know to do that.</summary>
    private static void Equal((string Events, string Errors) babeltrace, string ours)
    {
        if (babeltrace.Errors.Length == 0) Assert.Equal(babeltrace.Events, ours);
        else Assert.StartsWith(babeltrace.Events, ours, StringComparison.Ordinal);
    }

    private static string Print(MergedReader reader, TextOptions options)
    {
        using var output = new MemoryStream();
        using (var printer = new TextPrinter(options with { ClockCycles = true }, output, Stream.Null)) printer.Print(reader);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }

    private static List<long> TimesFrom(TraceSet set, long from)
    {
        var times = new List<long>();
        foreach (var stream in set.Streams)
        {
            var cursor = new EventCursor(stream);
            for (var more = cursor.Seek(from); more; more = cursor.MoveNext())
            {
                if (cursor.Kind == MessageKind.Event && cursor.TimestampNs >= from) times.Add(cursor.TimestampNs);
            }
        }

        return times;
    }
}
