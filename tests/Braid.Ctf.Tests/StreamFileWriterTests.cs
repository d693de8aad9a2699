using System.Buffers.Binary;
using Braid.Ctf.Packets;

namespace Braid.Ctf.Tests;

public sealed class StreamFileWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("braid-test-").FullName;

    private string Stream => Path.Combine(_directory, "channel0_0");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void TheFileEndsWithItsLastPacketAndTheIndexNamesEach()
    {
        using (var writer = new StreamFileWriter(Stream, Guid.NewGuid(), 0, 7, 3))
        {
            writer.Write(new PacketInfo(10, 20, 0), new byte[100]);
            writer.Write(new PacketInfo(20, 30, 5), []);
            Assert.Equal((2UL, 5UL, 268L), (writer.Packets, writer.EventsDiscarded, writer.BytesWritten));
        }

        Assert.Equal([(0L, 184L), (184L, 84L)], WholePackets());
        var index = File.ReadAllBytes(Path.Combine(_directory, "index", "channel0_0.idx"));
        Assert.Equal(IndexEntry.FileHeaderSize + (2 * IndexEntry.Size), index.Length);
        Assert.Equal(184UL, BinaryPrimitives.ReadUInt64BigEndian(index.AsSpan(IndexEntry.FileHeaderSize + IndexEntry.Size)));
    }

    /// <summary>What a reader finds at any moment is what a kill at that moment leaves.</summary>
    [Fact]
    public async Task AtAnyMomentTheFileIsASequenceOfWholePackets()
    {
        using var writer = new StreamFileWriter(Stream, Guid.NewGuid(), 0, 0, 0);
        writer.Write(new PacketInfo(0, 0, 0), new byte[1000]);
        var looks = 0;
        var packets = 1;
        var writing = Task.Run(() =>
        {
            // On, until it has been looked at often enough, however slow that is.
            var content = new byte[50_000];
            for (; packets < 500 || (Volatile.Read(ref looks) < 20 && packets < 50_000); packets++)
            {
                writer.Write(new PacketInfo((ulong)packets, (ulong)packets, 0), content.AsSpan(0, packets * 25 % content.Length));
            }
        });
        for (; !writing.IsCompleted; Interlocked.Increment(ref looks)) Assert.NotEmpty(WholePackets());
        await writing;

        Assert.True(looks >= 20, $"{looks} looks");
        Assert.Equal(packets + 1, WholePackets().Count);
        writer.Dispose();
        Assert.Equal(packets, WholePackets().Count);
    }

    [Fact]
    public void AWriteThatFailsLeavesWholePacketsAndTheNextMaySucceed()
    {
        using (var writer = new StreamFileWriter(Stream, Guid.NewGuid(), 0, 0, 0))
        {
            writer.Write(new PacketInfo(1, 2, 0), new byte[10]);
            Assert.Throws<IOException>(() => writer.Write(new PacketInfo(2, 3, 0), Unreadable()));
            Assert.Equal((1UL, 94L), (writer.Packets, writer.BytesWritten));
            writer.Write(new PacketInfo(3, 4, 0), new byte[20]);
        }

        Assert.Equal([(0L, 94L), (94L, 104L)], WholePackets());
    }

    /// <summary>Memory that write(2) refuses with EFAULT, in the middle of a packet.</summary>
    private static unsafe ReadOnlySpan<byte> Unreadable() => new((void*)4096, 4096);

    private List<(long Offset, long Size)> WholePackets()
    {
        using var file = File.OpenHandle(Stream, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var packets = new List<(long, long)>();
        Span<byte> header = stackalloc byte[LttngLayout.PacketHeaderSize];
        for (var offset = 0L; offset < RandomAccess.GetLength(file);)
        {
            Assert.Equal(header.Length, RandomAccess.Read(file, header, offset));
            // While the file is being extended it ends in zeros for an instant; then it is not.
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) == 0) continue;
            Assert.Equal(LttngLayout.Magic, BinaryPrimitives.ReadUInt32LittleEndian(header));
            var size = (long)BinaryPrimitives.ReadUInt64LittleEndian(header[56..]) / 8;
            Assert.InRange(offset + size, offset + header.Length, RandomAccess.GetLength(file));
            packets.Add((offset, size));
            offset += size;
        }

        return packets;
    }
}
