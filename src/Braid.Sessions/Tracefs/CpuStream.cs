using Braid.Ctf.Packets;
using Braid.Linux.Ftrace;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// One CPU: its ring buffer, its transcoder and its stream file. The ring refuses events when it is full (overwrite off) and
/// counts them, so the counters in its stats are the whole truth about loss; the missed-events flags of sub-buffers, which
/// repeat a part of it, are not added.
/// <para>Where loss belongs in time: the ring loses events after all that it holds. So packets of a drain carry the count
/// of the drain before, and the count read at the start of this drain goes to what is drained next.</para>
/// </summary>
internal sealed class CpuStream(CpuBuffer buffer, PageTranscoder transcoder, StreamFileWriter writer) : IDisposable
{
    /// <summary>Events lost before what the next packet holds.</summary>
    private long _lostBefore;

    /// <summary>Events lost that we know of.</summary>
    private long _lost;

    private long _events;

    internal SourceTotals Totals => new(_events, writer.BytesWritten, _lost + transcoder.Undescribed);

    internal int Drain(bool flush)
    {
        var stats = buffer.ReadStats();
        _lost = stats.Lost;

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

    /// <inheritdoc/>
    public void Dispose() => buffer.Dispose();

    /// <summary>An empty packet tells of losses after the last event.</summary>
    private int TellLoss()
    {
        _lostBefore = _lost = buffer.ReadStats().Lost;
        if ((ulong)(_lost + transcoder.Undescribed) <= writer.EventsDiscarded) return 0;
        writer.Write(new PacketInfo(transcoder.End, transcoder.End, (ulong)(_lost + transcoder.Undescribed)), []);
        return 1;
    }

    private void Write(ulong begin, long lost) =>
        writer.Write(new PacketInfo(begin, transcoder.End, (ulong)(lost + transcoder.Undescribed)), transcoder.Content);
}
