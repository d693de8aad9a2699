using Braid.Ctf.Packets;

namespace Braid.DotNet.Conversion;

/// <summary>The packet that one stream file gets next.</summary>
internal sealed class StreamRecords(StreamFileWriter file)
{
    private ulong _begin;

    /// <summary>The time of the last event or packet: none may be earlier.</summary>
    public ulong Last { get; private set; }

    public RecordBuffer Records { get; } = new();

    /// <summary>Events lost since the beginning.</summary>
    public ulong Discarded { get; set; }

    public long BytesWritten => file.BytesWritten;

    /// <summary>True when there is something that the file does not tell yet.</summary>
    public bool IsPending => Records.Length > 0 || Discarded > file.EventsDiscarded;

    /// <summary>Begins an event at <paramref name="time"/>, or at that of the event before it when that is later.</summary>
    /// <returns>False when it was earlier.</returns>
    public bool Begin(ref ulong time, ulong id)
    {
        var isLate = time < Last;
        if (isLate) time = Last;
        if (Records.Length == 0) _begin = Last = time;
        Span<byte> header = stackalloc byte[LttngLayout.ExtendedHeaderSize];
        var isCompact = id < LttngLayout.ExtendedId && time - Last < 1UL << 32;
        Records.TryWrite(isCompact ? LttngLayout.WriteCompactHeader(header, id, time) : LttngLayout.WriteExtendedHeader(header, id, time));
        Last = time;
        return !isLate;
    }

    /// <summary>Writes the packet.</summary>
    public void Flush()
    {
        if (Records.Length == 0) _begin = Last;

        // A reader counts what was lost between two packets, so there is one before the first loss.
        if (file.Packets == 0 && Discarded > 0) file.Write(new(_begin, _begin, 0), []);
        file.Write(new(_begin, Last, Discarded), Records.Written);
        Records.Clear();
    }
}
