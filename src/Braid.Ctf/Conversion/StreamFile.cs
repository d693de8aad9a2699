using Braid.Ctf.Decoding;
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
        WriteEntry(entry);
        _data.Write(packet);
    }

    /// <summary>Appends a packet of another file as it is.</summary>
    /// <exception cref="IOException">The file has become shorter.</exception>
    public void Copy(TraceFile file, long offset, long length, in IndexEntry entry)
    {
        WriteEntry(entry);
        Span<byte> window = new byte[(int)Math.Min(length, 1 << 20)];
        for (var end = offset + length; offset < end;)
        {
            var read = file.Read(window[..(int)Math.Min(window.Length, end - offset)], offset);
            if (read == 0) throw new IOException($"{file.Path}: the file has become shorter while it was read");
            _data.Write(window[..read]);
            offset += read;
        }
    }

    private void WriteEntry(in IndexEntry entry)
    {
        Span<byte> bytes = stackalloc byte[IndexEntry.Size];
        (entry with { Offset = (ulong)_data.Position }).Write(bytes);
        _index.Write(bytes);
        Packets++;
    }

    public void Dispose()
    {
        _data.Dispose();
        _index.Dispose();
    }
}
