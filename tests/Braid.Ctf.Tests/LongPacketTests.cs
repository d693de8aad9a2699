using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Tests;

/// <summary>Packets that are not held in memory whole.</summary>
public sealed class LongPacketTests : IDisposable
{
    private static readonly IntegerFieldClass s_word = new(32);
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Each_event_is_read_once_wherever_the_windows_end(int cut)
    {
        // One packet of about 24 MB: blobs of up to 4 KiB, and now and then one longer than a window.
        var lengths = new List<int>();
        var random = new Random(1);
        for (var i = 0; i < 4000; i++) lengths.Add(i % 1000 == 500 ? (4 << 20) + i : random.Next(4096));
        Write(lengths, cut);

        using var set = TraceSet.Open(_path);
        var reader = set.Read();
        var index = 0;
        while (reader.MoveNext())
        {
            var cursor = reader.Current;
            Assert.Equal((uint)index, cursor.GetUInt64(cursor.Layout.Find("index")!));
            Assert.Equal(77UL, cursor.GetUInt64(cursor.Layout.Find(FieldScope.PacketContext, "mark")!));
            var data = cursor.GetStringBytes(cursor.Layout.Find("data")!);
            Assert.Equal(lengths[index], data.Length);
            Assert.Equal(-1, data.IndexOfAnyExcept((byte)index));
            index++;
        }

        Assert.Equal(cut == 0 ? lengths.Count : lengths.Count - 1, index);
        Assert.Equal(cut == 0 ? 0 : 1, reader.FindFaults().Count());
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private void Write(List<int> lengths, int cut)
    {
        var trace = new TraceClass { Version = CtfVersion.Ctf2 };
        var stream = new StreamClass { PacketContext = new([new("mark", s_word)]) };
        stream.Events.Add(new() { Name = "blob", Payload = new([new("index", s_word), new("length", s_word), new("data", new BlobFieldClass(FieldLocation.Sibling("length")))]) });
        trace.Streams.Add(stream);
        using (var metadata = File.Create(Path.Combine(_path, "metadata"))) MetadataWriter.Write(trace, metadata);
        var writer = new FieldWriter();
        writer.Write(s_word, 77);
        for (var i = 0; i < lengths.Count; i++)
        {
            writer.Write(s_word, (ulong)i);
            writer.Write(s_word, (ulong)lengths[i]);
            var data = new byte[lengths[i]];
            Array.Fill(data, (byte)i);
            writer.WriteBytes(data);
        }

        File.WriteAllBytes(Path.Combine(_path, "stream"), writer.Written[..^cut]);
    }
}
