namespace Braid.Ctf.Decoding;

/// <summary>Goes to a time by way of the packets' own times.</summary>
public sealed unsafe partial class EventCursor
{
    /// <summary>
    /// Goes, forwards or back, to the first message at or after <paramref name="nanoseconds"/> from the clock's origin. Packets
    /// that end before are not read, but for the one in which the time may lie and the last.
    /// </summary>
    /// <returns>False when there is none; the cursor is at its end then.</returns>
    public bool Seek(long nanoseconds)
    {
        var packets = Stream.Packets;
        var first = 0;

        // Some tracers leave events after a packet's end, or no end at all: the next packet must have begun before, too.
        while (first < packets.Count - 1 && Time(packets[first].End, packets[first].Facts, PacketFacts.End) < nanoseconds
            && !(Time(packets[first + 1].Begin, packets[first + 1].Facts, PacketFacts.Begin) >= nanoseconds)) first++;
        Return(first);
        while (MoveNext())
        {
            if (!_hasClock || _timestamp >= nanoseconds) return true;
        }

        return false;
    }

    /// <summary>The times of the first and the last event of a packet, in cycles; null when it has no event that can be read.</summary>
    internal (ulong First, ulong Last)? TimesIn(int packet, bool isFirstEnough)
    {
        (ulong First, ulong Last)? times = null;
        Return(packet);
        while (MoveNext() && _nextPacket == packet + 1)
        {
            if (Kind != MessageKind.Event) continue;
            times = (times?.First ?? TimestampCycles, TimestampCycles);
            if (isFirstEnough) break;
        }

        return times;
    }

    /// <summary>Whether the cursor has not been moved yet.</summary>
    internal bool IsNew => _nextPacket == 0;

    /// <summary>Stands before the packet <paramref name="next"/>, as if those before it had been read.</summary>
    private void Return(int next)
    {
        _nextPacket = next;
        _previous = null;
        _head = default;
        if (next > 0)
        {
            _head = Stream.Packets[next - 1];
            _head.Facts &= ~PacketFacts.Cut;
        }

        _clock = _head.Begin;
        (_position, _end, _contentEnd) = (0, 0, 0);
        (_atPacketStart, _lostEvents, _lostPackets) = (false, null, null);
        (_floor, _raisedAt, _timestamp) = (long.MinValue, -1, 0);
    }
}
