using System.Buffers.Binary;
using Braid.Ctf.Packets;
using Braid.Linux.Bpf;
using Braid.Sessions.Clocks;

namespace Braid.Sessions.Bpf;

/// <summary>
/// One CPU: its ring, its stream file. Records are event records already but for their head, and become packets here.
/// <code>
/// in the ring      u64 nanoseconds, u16 id, i32 tid, fields
/// in the packet    u16 id, u32 time, i32 tid, fields
/// </code>
/// The ring refuses records when it is full, which the programs count. Where loss belongs in time: after all that the ring
/// holds; so packets of a drain carry the count of the drain before, as with tracefs.
/// </summary>
/// <param name="ring">The ring; the tracer's.</param>
/// <param name="time">Turns the programs' clock into the trace's.</param>
/// <param name="packetSize">A packet ends with the first record that makes it so long.</param>
/// <param name="writer">The stream; the trace's.</param>
internal sealed class BpfStream(BpfRing ring, SessionTime time, int packetSize, StreamFileWriter writer)
{
    /// <summary>A packet's event records; the last one may be as long as records can be.</summary>
    private readonly byte[] _content = new byte[packetSize + RecordWriter.ScratchSize + LttngLayout.ExtendedHeaderSize];

    private TimeSegment _segment;
    private int _length;
    private ulong _begin, _last;

    /// <summary>Events lost before what the next packet holds, and those that we know of.</summary>
    private long _lostBefore, _lost;

    private long _events;

    /// <summary>What has been moved and lost.</summary>
    public SourceTotals Totals => new(_events, writer.BytesWritten, _lost);

    /// <summary>Moves what makes whole packets, or all.</summary>
    /// <param name="flush">Whether all that is in the ring now is moved.</param>
    /// <param name="lost">Events lost so far, counted before this call.</param>
    /// <returns>The number of packets.</returns>
    public int Drain(bool flush, long lost)
    {
        _lost = lost;
        _segment = default;
        var packets = 0;
        for (var left = ring.Used; left >= packetSize || (flush && left > 0);)
        {
            var moved = Fill();
            if (moved == 0) break;
            left -= moved;
            if (_length == 0) continue;
            writer.Write(new PacketInfo(_begin, _last, (ulong)_lostBefore), _content.AsSpan(0, _length));
            packets++;
        }

        _lostBefore = _lost;
        return packets;
    }

    /// <summary>An empty packet tells of losses after the last event.</summary>
    /// <param name="now">The time for it when there was none.</param>
    /// <returns>The number of packets.</returns>
    public int TellLoss(ulong now)
    {
        if ((ulong)_lost <= writer.EventsDiscarded) return 0;
        if (_last == 0) _last = now;
        writer.Write(new PacketInfo(_last, _last, (ulong)_lost), []);
        return 1;
    }

    /// <summary>Takes records until they make a packet or there are none; returns how many bytes of ring they were.</summary>
    private long Fill()
    {
        _length = 0;
        while (_length < packetSize && ring.TryRead(out var record)) Append(record);
        return ring.Release();
    }

    private void Append(ReadOnlySpan<byte> record)
    {
        var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(record);
        if (!_segment.Contains(nanoseconds)) _segment = time.SegmentAt(nanoseconds);

        // The clock is converted by what is known when it is: a later drain knows better, by nanoseconds.
        var now = Math.Max(_last, _segment.Convert(nanoseconds));
        if (_length == 0) _begin = _last = now;
        var id = BinaryPrimitives.ReadUInt16LittleEndian(record[SyscallPrograms.IdAt..]);
        var head = _content.AsSpan(_length);
        head = head[(now - _last <= uint.MaxValue ? LttngLayout.WriteCompactHeader(head, id, now) : LttngLayout.WriteExtendedHeader(head, id, now)).Length..];
        var body = record[SyscallPrograms.ThreadAt..];
        body.CopyTo(head);
        _length = _content.Length - head.Length + body.Length;
        _last = now;
        _events++;
    }
}
