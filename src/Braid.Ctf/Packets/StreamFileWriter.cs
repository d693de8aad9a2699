using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Braid.Ctf.Packets;

/// <summary>
/// Writes one data stream file in <see cref="LttngLayout"/> and its index beside it. One thread at a time.
/// <para>
/// At any moment, also when this process is killed in the middle of a write, the file is a sequence of whole packets. It is
/// extended (sparsely) ahead of time, and an empty packet, the filler, spans what is not used yet. A new packet grows inside
/// the filler, where no reader looks, and 84 bytes make it visible:
/// <code>
/// packets | filler ...............................|   1. content and the next filler's header go into the filler
/// packets | filler:  content | filler' ...........|   2. the packet's header replaces the filler's
/// packets | packet           | filler' ...........|   3. the index gets its entry; closing cuts the filler off
/// </code>
/// When the disk fills up, both files are cut back to the last whole packet before the error is thrown.
/// </para>
/// </summary>
public sealed class StreamFileWriter : IDisposable
{
    /// <summary>By how much the data file is extended: rarely, but little where a file system cannot do it sparsely.</summary>
    private const long Extension = 4 << 20;

    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _index;
    private readonly Guid _traceUuid;
    private readonly uint _streamClassId;
    private readonly ulong _streamInstanceId;
    private readonly uint _cpu;

    /// <summary>End of the last whole packet in the data file.</summary>
    private long _dataEnd;

    /// <summary>End of the data file: that of the filler, or <see cref="_dataEnd"/> when there is none.</summary>
    private long _fileEnd;

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

    /// <summary>Whole packets written.</summary>
    public ulong Packets { get; private set; }

    /// <summary>The number that the next packet gets: from 0 on, without those that were <see cref="Skip">left out</see>.</summary>
    public ulong NextSequenceNumber { get; private set; }

    /// <summary>
    /// Events discarded as the last packet tells; a writer that is about to close compares it with its own counter and
    /// adds an empty packet when the counter is higher, so that no loss goes untold.
    /// </summary>
    public ulong EventsDiscarded { get; private set; }

    /// <summary>
    /// Leaves out the numbers of <paramref name="packets"/> packets. Between two packets that says that as many were lost; before
    /// the first one it says nothing: the stream is one that goes on.
    /// </summary>
    public void Skip(ulong packets) => NextSequenceNumber += packets;

    /// <summary>Appends a packet that holds <paramref name="content"/>: whole event records in <see cref="LttngLayout"/>.</summary>
    /// <exception cref="IOException">The packet could not be written; the files end with the packet before it.</exception>
    public void Write(in PacketInfo info, ReadOnlySpan<byte> content)
    {
        var size = LttngLayout.PacketHeaderSize + content.Length;
        try
        {
            if (_fileEnd - _dataEnd < size + LttngLayout.PacketHeaderSize) Extend(info, size);
            RandomAccess.Write(_data, content, _dataEnd + LttngLayout.PacketHeaderSize);
            WriteFiller(info, NextSequenceNumber + 1, _dataEnd + size);
            WriteHeader(info, NextSequenceNumber, _dataEnd, size, size);
            WriteIndexEntry(info, size);
        }
        catch (IOException)
        {
            _fileEnd = _dataEnd;
            RandomAccess.SetLength(_data, _dataEnd);
            RandomAccess.SetLength(_index, _indexEnd);
            throw;
        }

        _dataEnd += size;
        _indexEnd += IndexEntry.Size;
        EventsDiscarded = info.EventsDiscarded;
        Packets++;
        NextSequenceNumber++;
    }

    /// <summary>Cuts the filler off and closes both files.</summary>
    public void Dispose()
    {
        if (_data.IsClosed) return;
        RandomAccess.SetLength(_data, _dataEnd);
        _data.Dispose();
        _index.Dispose();
    }

    /// <summary>Makes room for a packet of <paramref name="size"/> bytes. Between the two calls the file ends in zeros.</summary>
    private void Extend(in PacketInfo info, int size)
    {
        _fileEnd = _dataEnd + Math.Max(Extension, size + LttngLayout.PacketHeaderSize);
        RandomAccess.SetLength(_data, _fileEnd);
        WriteFiller(info with { TimestampEnd = info.TimestampBegin, EventsDiscarded = EventsDiscarded }, NextSequenceNumber, _dataEnd);
    }

    /// <summary>Writes the header of an empty packet from <paramref name="offset"/> to the end of the file.</summary>
    private void WriteFiller(in PacketInfo info, ulong sequenceNumber, long offset) =>
        WriteHeader(info with { TimestampBegin = info.TimestampEnd }, sequenceNumber, offset, LttngLayout.PacketHeaderSize, _fileEnd - offset);

    private void WriteIndexEntry(in PacketInfo info, int size)
    {
        Span<byte> entry = stackalloc byte[IndexEntry.Size];
        var bits = (ulong)size * 8;
        new IndexEntry((ulong)_dataEnd, bits, bits, info.TimestampBegin, info.TimestampEnd, info.EventsDiscarded,
            _streamClassId, _streamInstanceId, NextSequenceNumber).Write(entry);
        RandomAccess.Write(_index, entry, _indexEnd);
    }

    private void WriteHeader(in PacketInfo info, ulong sequenceNumber, long offset, long contentSize, long packetSize)
    {
        Span<byte> header = stackalloc byte[LttngLayout.PacketHeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LttngLayout.Magic);
        _traceUuid.TryWriteBytes(header[4..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], _streamClassId);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], _streamInstanceId);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], info.TimestampBegin);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], info.TimestampEnd);
        BinaryPrimitives.WriteUInt64LittleEndian(header[48..], (ulong)contentSize * 8);
        BinaryPrimitives.WriteUInt64LittleEndian(header[56..], (ulong)packetSize * 8);
        BinaryPrimitives.WriteUInt64LittleEndian(header[64..], sequenceNumber);
        BinaryPrimitives.WriteUInt64LittleEndian(header[72..], info.EventsDiscarded);
        BinaryPrimitives.WriteUInt32LittleEndian(header[80..], _cpu);
        RandomAccess.Write(_data, header, offset);
    }
}
