using Braid.Ctf.Packets;
using Braid.Linux.Ftrace;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// One CPU: its ring buffer, its transcoder and its stream file. The ring refuses events when it is full (overwrite off) and
/// counts them, so the counters in its stats are the whole truth about loss; the missed-events flags of sub-buffers, which
/// repeat a part of it, are not added.
/// <para>Where loss belongs in time: the ring loses events after all that it holds. So packets of a drain carry the count
/// of the drain before, and the count read at the start of this drain goes to what is drained next.</para>
/// <para>An instance that overwrites loses events before all that it holds. So a packet of a snapshot carries the count read
/// just before its sub-buffer was, and when events were lost before the first, an empty packet of where the last snapshot
/// ended stands in front of it.</para>
/// </summary>
internal sealed class CpuStream(CpuBuffer buffer, PageTranscoder transcoder) : IDisposable
{
    /// <summary>Where packets go; in overwrite mode, null between snapshots.</summary>
    private StreamFileWriter? _writer;

    /// <summary>Bytes of traces that are finished, and the losses that those have told.</summary>
    private long _bytesBefore, _toldBefore;

    /// <summary>Of <see cref="_lost"/>, events that were overwritten.</summary>
    private long _overwritten;

    /// <summary>Where the last packet of the last snapshot ended; 0: there was none.</summary>
    private ulong _end;

    /// <summary>Events lost before what the next packet holds.</summary>
    private long _lostBefore;

    /// <summary>Events lost that we know of.</summary>
    private long _lost;

    private long _events;

    internal SourceTotals Totals => new(_events, _bytesBefore + (_writer?.BytesWritten ?? 0), _lost - _overwritten + transcoder.Undescribed) { Overwritten = _overwritten };

    /// <summary>Begins a trace: what is moved from now on goes to <paramref name="writer"/>.</summary>
    internal void MoveTo(StreamFileWriter writer) => _writer = writer;

    internal int Drain(bool flush)
    {
        var stats = ReadLosses();

        // A flush also takes the rest of a sub-buffer read in part, and the one being written; no more, or a busy CPU would
        // keep us here.
        var wanted = buffer.FullPages(stats) + (flush ? 3 : 0);
        var packets = 0;
        for (var i = 0; i < wanted; i++)
        {
            var length = buffer.ReadPage(transcoder.Page);
            if (length == 0) break;
            transcoder.Transcode(length);
            if (transcoder.Events == 0) continue;
            _events += transcoder.Events;
            Write(transcoder.Begin, _lostBefore);
            packets++;
        }

        _lostBefore = _lost;
        return packets + (flush ? TellLoss() : 0);
    }

    /// <summary>Counts what is lost, without moving anything.</summary>
    internal void Watch() => ReadLosses();

    /// <summary>
    /// Moves what the ring holds at the beginning of the call, to the end of the trace. The ring is written meanwhile: what it
    /// overwrites before it is read is counted.
    /// </summary>
    internal int TakeSnapshot()
    {
        var stats = ReadLosses();
        var packets = 0;
        for (var wanted = buffer.FullPages(stats) + 3; wanted > 0; wanted--)
        {
            ReadLosses();
            var length = buffer.ReadPage(transcoder.Page);
            if (length == 0) break;
            transcoder.Transcode(length);
            if (transcoder.Events == 0) continue;
            if (packets == 0 && _lost > _toldBefore)
            {
                var end = _end == 0 ? transcoder.Begin : _end;
                _writer!.Write(new PacketInfo(end, end, 0), []);
            }

            _events += transcoder.Events;
            Write(transcoder.Begin, _lost);
            packets++;
        }

        if (packets > 0) _end = transcoder.End;
        return packets + (packets > 0 ? TellLoss() : 0);
    }

    /// <summary>Ends the trace, whose files are the caller's.</summary>
    internal void LeaveTrace()
    {
        _bytesBefore += _writer!.BytesWritten;
        _toldBefore += (long)_writer.EventsDiscarded;
        _writer = null;
    }

    /// <inheritdoc/>
    public void Dispose() => buffer.Dispose();

    /// <summary>An empty packet tells of losses after the last event.</summary>
    private int TellLoss()
    {
        ReadLosses();
        _lostBefore = _lost;
        var untold = (ulong)(_lost + transcoder.Undescribed - _toldBefore);
        if (untold <= _writer!.EventsDiscarded) return 0;
        _writer.Write(new PacketInfo(transcoder.End, transcoder.End, untold), []);
        return 1;
    }

    private BufferStats ReadLosses()
    {
        var stats = buffer.ReadStats();
        (_lost, _overwritten) = (stats.Lost, stats.Overrun);
        return stats;
    }

    private void Write(ulong begin, long lost) =>
        _writer!.Write(new PacketInfo(begin, transcoder.End, (ulong)(lost + transcoder.Undescribed - _toldBefore)), transcoder.Content);
}
