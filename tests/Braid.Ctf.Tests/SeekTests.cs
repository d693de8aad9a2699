using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

public sealed class SeekTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    [Fact]
    public void After_a_seek_come_the_same_messages_as_when_all_is_read()
    {
        var path = Path.Combine(Corpus.Root, "tracecompass-test-traces/synctraces/scp_src");
        using var set = TraceSet.Open(path);
        var all = Times(set.Read());
        var reader = set.Read();
        foreach (var at in new[] { all.Count / 2, 0, all.Count - 1, all.Count / 3 })
        {
            reader.Seek(all[at]);
            Assert.True(reader.MoveNext());
            Assert.Equal(all[at], reader.Current.TimestampNs);
        }

        reader.Seek(all[^1] + 1);
        Assert.False(reader.MoveNext());
    }

    [Theory]
    [InlineData("3eventsintersect")]
    public void Streams_are_cut_to_the_time_they_share_as_babeltrace2_cuts(string name)
    {
        var path = Path.Combine(Corpus.Root, "babeltrace/ctf-traces/intersection", name);
        var (events, _) = TextRun.Babeltrace("--stream-intersection --clock-gmt", path);
        using var set = TraceSet.Open(path);
        using var output = new MemoryStream();
        using var printer = new TextPrinter(new TextOptions { ClockGmt = true }, output, Stream.Null);
        printer.Print(set.Read(new ReadOptions { StreamIntersection = true }));
        Assert.Equal(events, System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Packets_that_two_snapshots_share_are_read_once()
    {
        SampleTrace.Write(Path.Combine(_path, "1"), CtfVersion.Ctf18);
        SampleTrace.Write(Path.Combine(_path, "2"), CtfVersion.Ctf18);
        Assert.Equal(TextRun.Babeltrace("", _path).Events, TextRun.Print(_path, new TextOptions()).Events);
        using var set = TraceSet.Open(Path.Combine(_path, "1"));
        using var both = TraceSet.Open(_path);
        Assert.Equal(Times(set.Read()), Times(both.Read()));
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_a_fault()
    {
        SampleTrace.Write(_path, CtfVersion.Ctf18);
        var file = Path.Combine(_path, "channel0_1");
        using var set = TraceSet.Open(_path);
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write)) stream.SetLength(200);
        var reader = set.Read();
        Assert.NotEmpty(Times(reader));
        Assert.Contains("shorter", Assert.Single(reader.FindFaults()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_opening_refuses_a_packet_that_its_file_cuts_off()
    {
        SampleTrace.Write(_path, CtfVersion.Ctf18);
        var file = Path.Combine(_path, "channel0_1");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^100]);
        Assert.Contains("cut off", Assert.Throws<CtfException>(() => TraceSet.Open(_path, new() { Strict = true })).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static List<long> Times(MergedReader reader)
    {
        var times = new List<long>();
        while (reader.MoveNext())
        {
            if (reader.Current.Kind == MessageKind.Event) times.Add(reader.Current.TimestampNs);
        }

        return times;
    }
}
