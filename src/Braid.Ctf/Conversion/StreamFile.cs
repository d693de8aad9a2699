using Braid.Ctf.Packets;

namespace Braid.Ctf.Conversion;

/// <summary>A stream file being written, with its index beside it.</summary>
internal sealed class StreamFile : IDisposable
{
    private readonly FileStream _data;
    private readonly FileStream _index;

    public StreamFile(string path)
    {
        var index = Path.Combine(Path.GetDirectoryName(path)!, "index");
        Directory.CreateDirectory(index);
        _data = new(path, FileMode.CreateNew, FileAccess.Write);
        _index = new(Path.Combine(index, Path.GetFileName(path) + ".idx"), FileMode.CreateNew, FileAccess.Write);
        Span<byte> header = stackalloc byte[IndexEntry.FileHeaderSize];
        IndexEntry.WriteFileHeader(header);
        _index.Write(header);
    }

    /// <summary>Packets written.</summary>
    public long Packets { get; private set; }

    /// <summary>Appends a packet; the entry's offset is filled in.</summary>
    public void Write(ReadOnlySpan<byte> packet, in IndexEntry entry)
    {
        Span<byte> bytes = stackalloc byte[IndexEntry.Size];
        (entry with { Offset = (ulong)_data.Position }).Write(bytes);
        _data.Write(packet);
        _index.Write(bytes);
        Packets++;
    }

    public void Dispose()
    {
        _data.Dispose();
        _index.Dispose();
    }
}
