using Braid.Ctf.Decoding;
using Braid.Ctf.Packets;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

/// <summary>With an index or without one, right or wrong: the same messages.</summary>
public sealed class IndexTests : IDisposable
{
    private const int Packets = 200;
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    public IndexTests()
    {
        TickTrace.WriteMetadata(_path);
        TickTrace.Write(Stream, Enumerable.Range(0, Packets).Select(Packet), hasIndex: true);
    }

    private string Stream => Path.Combine(_path, "channel0_0");

    private string Index => Path.Combine(_path, "index", "channel0_0.idx");

    [Fact]
    public void A_right_index_is_relied_on()
    {
        var (text, warnings, indexed) = Read();
        Assert.Equal("", warnings);
        Assert.Equal(Packets, indexed);
        Assert.Equal(TextRun.Babeltrace("", _path).Events, text);
        File.Delete(Index);
        Directory.Delete(Path.GetDirectoryName(Index)!);
        Assert.Equal((text, "", 0), Read());
    }

    /// <summary>The numbers of packets, which tell of lost ones, are not in such an index.</summary>
    [Theory]
    [InlineData("bug446190", true)]
    [InlineData("many-threads", false)]
    public void An_index_of_version_1_0_is_relied_on_when_packets_have_no_numbers(string trace, bool isUsed)
    {
        using var set = TraceSet.Open(Path.Combine(Corpus.Root, "tracecompass-test-traces", trace));
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(set.Traces[0].Path, "index")),
            static file => Assert.True(PacketIndex.Read(file, out var isOld).Length >= 0 && isOld, file));
        Assert.Empty(set.Warnings);
        Assert.All(set.Streams, stream => Assert.Equal(isUsed, stream.Packets.TrueForAll(static packet => (packet.Facts & PacketFacts.Indexed) != 0)));
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "missing", "there is none" },
        { "empty", "expected the 16 bytes of an index header" },
        { "magic", "expected the magic number" },
        { "version", "expected an index of version 1, found 2" },
        { "entry size", "has no entries of 71 bytes" },
        { "half an entry", "expected whole entries" },
        { "offset", "entry 7 is of byte" },
        { "size", "entry 7 has a packet of 0 bits" },
        { "content", "with a content of" },
        { "beyond", "entry 199 ends beyond the file" },
        { "times", "entry 0 does not say what its packet says" },
        { "other file", "entry 0 does not say what its packet says" },
        { "other stream", "entry 3 is of another stream" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_wrong_index_is_told_and_the_packets_are_looked_for(string damage, string warning)
    {
        var right = Read();
        var bytes = File.ReadAllBytes(Index);
        Span<byte> entry(int number) => bytes.AsSpan(IndexEntry.FileHeaderSize + (number * IndexEntry.Size));
        switch (damage)
        {
            case "missing": File.Delete(Index); break;
            case "empty": bytes = []; break;
            case "magic": bytes[0] ^= 1; break;
            case "version": bytes[7] = 2; break;
            case "entry size": bytes[15] = 71; break;
            case "half an entry": bytes = bytes[..^5]; break;
            case "offset": entry(7)[7] ^= 4; break;
            case "size": entry(7)[8..16].Clear(); break;
            case "content": entry(7)[16] = 1; break;
            case "beyond": entry(199)[14] = 0xff; break;
            case "times": entry(0)[31] ^= 1; break;
            case "other file":
                TickTrace.Write(Stream, Enumerable.Range(1000, Packets).Select(Packet));
                right = Read() with { Indexed = Packets };
                break;
            case "other stream": entry(3)[55] = 9; break;
        }

        if (damage != "missing") File.WriteAllBytes(Index, bytes);
        var (text, warnings, indexed) = Read();
        Assert.Equal(right.Text, text);
        Assert.Equal(0, indexed);
        Assert.StartsWith(Index + ": index not relied on: ", warnings, StringComparison.Ordinal);
        Assert.Contains(warning, warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Packets_after_the_end_of_an_index_are_looked_for()
    {
        var right = Read().Text;
        var bytes = File.ReadAllBytes(Index);
        File.WriteAllBytes(Index, bytes[..^(5 * IndexEntry.Size)]);
        var (text, warnings, indexed) = Read();
        Assert.Equal(right, text);
        Assert.Equal(Packets - 5, indexed);
        Assert.Contains("it ends before the file", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_whose_head_does_not_say_what_the_index_says_is_a_fault()
    {
        // Opening compares each third head, so that it does not see this one.
        var bytes = File.ReadAllBytes(Index);
        bytes[IndexEntry.FileHeaderSize + (10 * IndexEntry.Size) + 31] ^= 1;
        File.WriteAllBytes(Index, bytes);
        using var set = TraceSet.Open(_path);
        var reader = set.Read();
        var events = 0;
        while (reader.MoveNext()) events++;
        Assert.Equal(Packets * 3, events);
        Assert.Contains("the index says otherwise", Assert.Single(reader.FindFaults()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static TickPacket Packet(int number)
    {
        var begin = (ulong)number * 100;
        return new(begin, begin + 99, [begin + 1, begin + 50, begin + 98], Sequence: (ulong)number);
    }

    private (string Text, string Warnings, int Indexed) Read()
    {
        using var set = TraceSet.Open(_path);
        return (TextRun.Print(_path, new TextOptions()).Events, string.Join('\n', set.Warnings), set.Streams.Sum(static stream => stream.Packets.Count(static packet => (packet.Facts & PacketFacts.Indexed) != 0)));
    }
}
