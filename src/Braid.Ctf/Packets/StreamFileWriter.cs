using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Braid.Ctf.Packets;

/// <summary>
/// Writes one data stream file in <see cref="LttngLayout"/> and its index beside it. A packet is written whole or not at
/// all: when the disk fills up, both files are cut back to the last whole packet before the error is thrown. One thread
/// at a time.
/// </summary>
public sealed class StreamFileWriter : IDisposable
{
    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _index;
    private readonly Guid _traceUuid;
    private readonly uint _streamClassId;
    private readonly ulong _streamInstanceId;
    private readonly uint _cpu;

    /// <summary>End of the last whole packet in the data file.</summary>
    private long _dataEnd;

    /// <summary>End of the last entry in the index file.</summary>
    private long _indexEnd;

    /// <summary>Creates the stream file <paramref name="path"/> and <c>index/NAME.idx</c> beside it; neither may exist.</summary>
    /// <param name="path">The data file; its directory must exist.</param>
    /// <param name="traceUuid">The uuid of the metadata.</param>
    /// <param name="streamClassId">The stream class of the packets.</param>
    /// <param name="streamInstanceId">Distinguishes the streams of a class.</param>
    /// <param name="cpu">The CPU whose events the stream holds.</param>
    /// <exception cref="IOException">The files cannot be made.</exception>
    public StreamFileWriter(string path, Guid traceUuid, uint streamClassId, ulong streamInstanceId, uint cpu)
    {
        Path = path;
        _traceUuid = traceUuid;
        _streamClassId = streamClassId;
        _streamInstanceId = streamInstanceId;
        _cpu = cpu;
        var indexDirectory = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "index");
        Directory.CreateDirectory(indexDirectory);
        _data = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        try
        {
            var name = System.IO.Path.GetFileName(path) + ".idx";
            _index = File.OpenHandle(System.IO.Path.Combine(indexDirectory, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            Span<byte> header = stackalloc byte[IndexEntry.FileHeaderSize];
            IndexEntry.WriteFileHeader(header);
            RandomAccess.Write(_index, header, 0);
            _indexEnd = header.Length;
        }
        catch
        {
            _data.Dispose();
            _index?.Dispose();
            throw;
        }
    }

    /// <summary>The data file.</summary>
    public string Path { get; }

    /// <summary>Bytes of whole packets written.</summary>
    public long BytesWritten => _dataEnd;

    /// <summary>Whole packets written; also the sequence number of the next.</summary>
    public ulong Packets { get; private set; }

    /// <summary>
    /// Events discarded as the last packet tells; a writer that is about to close compares it with its own counter and
    /// adds an empty packet when the counter is higher, so that no loss goes untold.
    /// </summary>
    public ulong EventsDiscarded { get; private set; }

    /// <summary>Appends a packet that holds <paramref name="content"/>: whole event records in <see cref="LttngLayout"/>.</summary>
    /// <exception cref="IOException">The packet could not be written; the files end with the packet before it.</exception>
    public void Write(in PacketInfo info, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[LttngLayout.PacketHeaderSize];
        var bits = (ulong)(header.Length + content.Length) * 8;
        WriteHeader(header, info, bits);
        Span<byte> entry = stackalloc byte[IndexEntry.Size];
        new IndexEntry((ulong)_dataEnd, bits, bits, info.TimestampBegin, info.TimestampEnd, info.EventsDiscarded,
            _streamClassId, _streamInstanceId, Packets).Write(entry);
        try
        {
            RandomAccess.Write(_data, header, _dataEnd);
            RandomAccess.Write(_data, content, _dataEnd + header.Length);
            RandomAccess.Write(_index, entry, _indexEnd);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_data, _dataEnd);
            RandomAccess.SetLength(_index, _indexEnd);
            throw;
        }

        _dataEnd += header.Length + content.Length;
        _indexEnd += entry.Length;
        EventsDiscarded = info.EventsDiscarded;
        Packets++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _data.Dispose();
        _index.Dispose();
    }

    private void WriteHeader(Span<byte> header, in PacketInfo info, ulong bits)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, LttngLayout.Magic);
        _traceUuid.TryWriteBytes(header[4..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], _streamClassId);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], _streamInstanceId);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], info.TimestampBegin);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], info.TimestampEnd);
        BinaryPrimitives.WriteUInt64LittleEndian(header[48..], bits);
        BinaryPrimitives.WriteUInt64LittleEndian(header[56..], bits);
        BinaryPrimitives.WriteUInt64LittleEndian(header[64..], Packets);
        BinaryPrimitives.WriteUInt64LittleEndian(header[72..], info.EventsDiscarded);
        BinaryPrimitives.WriteUInt32LittleEndian(header[80..], _cpu);
    }
}
