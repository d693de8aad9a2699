using System.Globalization;
using System.Text.RegularExpressions;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

/// <summary>Traces as LTTng leaves them on disk: rotated, of several domains, unfinished, with losses. Text and warnings are babeltrace2's.</summary>
public sealed class LttngPracticeTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    [Fact]
    public void The_chunks_of_a_rotated_session_are_one_trace()
    {
        string[] chunks = ["20260101T000000-20260101T000001-1", "20260101T000001-20260101T000002-2", "20260101T000002-20260101T000003-3"];
        for (var i = 0; i < chunks.Length; i++)
        {
            var chunk = Path.Combine(_path, "archives", chunks[i], "ust", "uid", "0", "64-bit");
            TickTrace.WriteMetadata(chunk);
            TickTrace.Write(Path.Combine(chunk, "channel0_0"), [Packet(i, 0), Packet(i, 1)], hasIndex: true);

            // The second CPU has nothing to say in the second chunk.
            if (i != 1) TickTrace.Write(Path.Combine(chunk, "channel0_1"), [Packet(i, 0, stream: 1, sequence: i / 2)]);
        }

        using var set = TraceSet.Open(_path);
        var trace = Assert.Single(set.Traces);
        Assert.Equal([(0UL, 6), (1UL, 2)], trace.Streams.Select(static stream => (stream.Id!.Value, stream.PacketCount)).Order());
        AreSame(24, losses: 0);
    }

    [Fact]
    public void The_files_of_a_stream_are_read_in_the_order_of_their_packets()
    {
        // The tracer wraps around: file 0 is written anew after file 2.
        TickTrace.WriteMetadata(_path);
        foreach (var (file, number) in new[] { (0, 3), (1, 1), (2, 2) })
        {
            TickTrace.Write(Path.Combine(_path, $"channel0_0_{file}"), [Packet(number, 0), Packet(number, 1)], hasIndex: true);
        }

        AreSame(18, losses: 0);
    }

    [Fact]
    public void Each_domain_below_a_directory_is_a_trace_of_its_own()
    {
        var kernel = Path.Combine(_path, "kernel");
        TickTrace.WriteMetadata(kernel, "domain = \"kernel\";", uuid: Guid.Parse("00000000-0000-4000-8000-000000000001"));
        TickTrace.Write(Path.Combine(kernel, "channel0_0"), [Packet(0, 0), Packet(0, 1)], uuid: Guid.Parse("00000000-0000-4000-8000-000000000001"));
        var ust = Path.Combine(_path, "ust", "uid", "0", "64-bit");
        TickTrace.WriteMetadata(ust, "domain = \"ust\";");
        TickTrace.Write(Path.Combine(ust, "channel0_0"), [Packet(0, 0), Packet(0, 1)]);
        using var set = TraceSet.Open(_path);
        Assert.Equal(["host/kernel", "host/ust/uid/0/64-bit"], set.Traces.Select(static trace => trace.Name));
        AreSame(12, losses: 0);
    }

    [Fact]
    public void A_file_may_hold_the_packets_of_several_streams()
    {
        TickTrace.WriteMetadata(_path);
        TickTrace.Write(Path.Combine(_path, "channel0"), [Packet(0, 0), Packet(0, 0, stream: 1), Packet(0, 1), Packet(0, 1, stream: 1)]);
        using var set = TraceSet.Open(_path);
        Assert.Equal([(0UL, 2), (1UL, 2)], set.Streams.Select(static stream => (stream.Id!.Value, stream.PacketCount)).Order());
        var reader = set.Read();
        var times = new List<long>();
        while (reader.MoveNext()) times.Add(reader.Current.TimestampNs);
        Assert.Equal(12, times.Count);
        Assert.Equal(times.Order(), times);
        Assert.Empty(reader.FindFaults());
    }

    /// <summary>Whatever part of the last packet is there, the ones before it and its whole events are read.</summary>
    [Theory]
    [InlineData(1, 5)]
    [InlineData(12, 5)]
    [InlineData(13, 4)]
    [InlineData(36, 3)]
    [InlineData(37, 3)]
    public void A_trace_that_is_still_being_written_gives_what_is_there(int missing, int events)
    {
        TickTrace.WriteMetadata(_path);
        var file = Path.Combine(_path, "channel0_0");
        TickTrace.Write(file, [Packet(0, 0), Packet(0, 1)], hasIndex: true);
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^missing]);
        using var set = TraceSet.Open(_path);
        var reader = set.Read();
        var found = 0;
        while (reader.MoveNext()) found++;
        Assert.Equal(events, found);
        var fault = Assert.Single(reader.FindFaults());
        Assert.Equal(file, fault.File);
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void Only_the_index_tells_that_a_whole_packet_is_missing_at_the_end()
    {
        TickTrace.WriteMetadata(_path);
        var file = Path.Combine(_path, "channel0_0");
        TickTrace.Write(file, [Packet(0, 0), Packet(0, 1)], hasIndex: true);
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        using var set = TraceSet.Open(_path);
        Assert.Contains("entry 1 ends beyond the file", Assert.Single(set.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, set.Streams.Single().PacketCount);
    }

    public static TheoryData<int, ulong[], ulong[]> Counters => new()
    {
        { 64, [0, 3, 3, 10], [3, 7] },
        { 64, [0, 0, 1UL << 40, (1UL << 40) + 1], [1UL << 40, 1] },
        { 8, [0, 250, 4, 3], [250, 10, 255] },
        { 16, [0, 10, 65535, 0], [10, 65525, 1] },
        { 32, [0, uint.MaxValue, 0, 5], [uint.MaxValue, 1, 5] },
    };

    /// <summary>
    /// The counter of discarded events is cumulative, and one of few bits begins again at 0. babeltrace2 subtracts in 64 bits
    /// whatever the counter's size.
    /// </summary>
    [Theory]
    [MemberData(nameof(Counters))]
    public void Discarded_events_are_counted(int bits, ulong[] counter, ulong[] lost)
    {
        TickTrace.WriteMetadata(_path, counterBits: bits);
        TickTrace.Write(Path.Combine(_path, "channel0_0"), counter.Select((value, i) => Packet(i, 0, sequence: i) with { Discarded = value }), counterBits: bits);
        var (_, warnings) = TextRun.Print(_path, new TextOptions());
        var counts = Regex.Matches(warnings, @"discarded (\d+) event").Select(static match => ulong.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(lost, counts);
        if (bits == 64) AreSame(12, lost.Length);
    }

    [Fact]
    public void Losses_before_the_first_packet_are_told_without_a_count()
    {
        TickTrace.WriteMetadata(_path);
        TickTrace.Write(Path.Combine(_path, "channel0_0"), [Packet(0, 0) with { Discarded = 7 }, Packet(1, 0, sequence: 1) with { Discarded = 9 }]);
        AreSame(6, losses: 2);
    }

    [Fact]
    public void Missing_packets_are_counted()
    {
        TickTrace.WriteMetadata(_path);
        TickTrace.Write(Path.Combine(_path, "channel0_0"), [Packet(0, 0, sequence: 4), Packet(1, 0, sequence: 5), Packet(2, 0, sequence: 8) with { Discarded = 6 }, Packet(3, 0, sequence: 10) with { Discarded = 6 }]);
        TickTrace.Write(Path.Combine(_path, "channel0_1"), [Packet(0, 1, stream: 1), Packet(3, 1, stream: 1, sequence: 1000)]);
        AreSame(18, losses: 4);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>The packet of a chunk: three events in 80 of 100 ns.</summary>
    private static TickPacket Packet(int chunk, int number, int stream = 0, int sequence = -1)
    {
        var begin = (ulong)((chunk * 1000) + (number * 100) + (stream * 7) + 1000);
        return new(begin, begin + 80, [begin + 1, begin + 40, begin + 79], Sequence: (ulong)(sequence < 0 ? (chunk * 2) + number : sequence), Stream: (ulong)stream);
    }

    private void AreSame(int events, int losses)
    {
        var (text, warnings) = TextRun.Babeltrace("--clock-cycles -f trace", _path);
        var ours = TextRun.Print(_path, new TextOptions { ClockCycles = true, Fields = TextFields.Trace });
        Assert.Equal(text, ours.Events);
        Assert.Equal(warnings, ours.Warnings);
        Assert.Equal(events, ours.Events.Count(static c => c == '\n'));
        Assert.Equal(losses, ours.Warnings.Split("WARNING").Length - 1);
    }
}
