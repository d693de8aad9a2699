using System.Text;
using Braid.Ctf.Packets;

namespace Braid.Sessions.Sampling;

/// <summary>The samples of one CPU, in packets. One thread at a time.</summary>
internal sealed class SampleStream
{
    private const int PacketSize = 64 << 10;

    private readonly StreamFileWriter _writer;
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _content;

    /// <summary>The times of the first and the last sample of the packet; the last never goes back.</summary>
    private ulong _begin, _last;

    /// <summary>Samples in the packet.</summary>
    private int _count;

    public SampleStream(StreamFileWriter writer)
    {
        _writer = writer;
        _content = new(_bytes);
    }

    /// <summary>Samples written, and records that the kernel could not deliver.</summary>
    public SourceTotals Totals => new(Events, _writer.BytesWritten, (long)Lost);

    /// <summary>Records that were lost.</summary>
    public ulong Lost { get; set; }

    private long Events { get; set; }

    public void Add(ulong time, in Sample sample)
    {
        if (_bytes.Length >= PacketSize) Flush();
        time = Math.Max(time, _last);
        if (_count == 0) _begin = _last = time;
        Span<byte> header = stackalloc byte[LttngLayout.ExtendedHeaderSize];
        _content.Write(time - _last <= uint.MaxValue ? LttngLayout.WriteCompactHeader(header, 0, time) : LttngLayout.WriteExtendedHeader(header, 0, time));
        _last = time;
        _content.Write(sample.Tid);
        _content.Write(sample.InstructionPointer);
        _content.Write(sample.Tid);
        _content.Write(sample.Pid);
        _content.Write(sample.Period);
        _content.Write(sample.Callers.Length);
        foreach (var address in sample.Callers) _content.Write(address);
        _content.Write(Encoding.UTF8.GetBytes(sample.Name));
        _content.Write((byte)0);
        foreach (var number in sample.Frames) _content.Write(number);
        _count++;
    }

    /// <summary>Writes what there is as a packet, and tells of losses after the last sample.</summary>
    /// <returns>The number of packets.</returns>
    public int Flush()
    {
        if (_count == 0 && Lost == _writer.EventsDiscarded) return 0;
        if (_count == 0) _begin = _last;
        _writer.Write(new PacketInfo(_begin, _last, Lost), _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));
        Events += _count;
        _count = 0;
        _bytes.SetLength(0);
        return 1;
    }
}
