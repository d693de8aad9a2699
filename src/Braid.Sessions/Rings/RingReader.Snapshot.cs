using Braid.Ctf.Packets;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>
/// A ring in overwrite mode is read by <see cref="TakeSnapshot"/> while the program may be entering the sub-buffer that is
/// copied. The program counts a sub-buffer as opened before it writes a byte of it; so what was copied of number k is whole
/// when no more than k + subBufferCount were opened by the time that the copy was done:
/// <code>
/// program    Opened = k + count + 1; fence; writes over k
/// recorder   copies k; fence; reads Opened: k + count or less, so no byte of the copy is new; more, so k is overwritten
/// </code>
/// What a snapshot has taken the next one does not take again; what was overwritten between the two is known exactly, because
/// each sub-buffer says how many events came before it.
/// </summary>
internal sealed partial class RingReader
{
    private const int OpenedAt = 40;

    /// <summary>How often the count of opened sub-buffers is read until two reads agree: it changes once in some hundred events.</summary>
    private const int MaxReads = 1000;

    /// <summary>Events before <see cref="_next"/>, moved or overwritten.</summary>
    private ulong _eventsBefore;

    /// <summary>The number of the stream's next packet, and the packets that were overwritten before it.</summary>
    private ulong _sequence, _lostPackets;

    /// <summary>When the ring was set up; of no meaning in one at rest.</summary>
    private ulong _since = ulong.MaxValue;

    /// <summary>Events overwritten before they were read, as of the last snapshot.</summary>
    public ulong Overwritten { get; private set; }

    /// <summary>When the first packet with events begins that the trace has; <see cref="ulong.MaxValue"/> without one.</summary>
    public ulong TraceBegin { get; private set; } = ulong.MaxValue;

    private bool IsOverwriting => (_flags & RingFlags.Overwrite) != 0;

    /// <summary>
    /// Moves all that a ring in overwrite mode holds and no trace has: the closed sub-buffers, oldest first, and what is
    /// committed of the open one when the two reads agree. What is overwritten meanwhile is left out and counted.
    /// </summary>
    /// <returns>The number of packets.</returns>
    /// <exception cref="InvalidDataException">The ring is broken.</exception>
    public int TakeSnapshot(IRingTrace program, in RingControl before, in RingControl after)
    {
        TakeDiscarded(before, after);
        var opened = ReadOpened(); // later than the states: all before the newest sub-buffer are closed
        if (opened < _next) throw new InvalidDataException($"{opened} sub-buffers opened after {_next} were read");
        var packets = 0;
        for (var number = FirstWhole(opened); number + 1 < opened; number++) packets += TryMove(program, number, ReadAnyHeader(number));
        var newest = opened - 1;
        if (newest + 1 > _next && RingState.Number(after.State) == NumberOf(newest))
        {
            var isSame = IsSameState(before, after);
            if (isSame && RingState.IsClosed(after.State)) packets += TryMove(program, newest, ReadAnyHeader(newest));
            else if (IsStable(before, after)) packets += TryMove(program, newest, Committed(ReadAnyHeader(newest), after), isOpen: true);
        }

        return packets;
    }

    /// <summary>What is moved from now on belongs to another trace of the program.</summary>
    public void LeaveTrace()
    {
        TraceBegin = ulong.MaxValue;
        if (_stream is null) return;
        _sequence = _stream.NextSequenceNumber;
        var told = Told - Math.Min(Told, _lostInside); // which stays in the sum, and in a ring that is read no further
        _toldBefore += told;
        _toldByUs += told;
        _stream = null;
    }

    /// <summary>Counts what the ring holds, and what nobody will ask for, as overwritten.</summary>
    /// <exception cref="InvalidDataException">The ring is broken.</exception>
    public void Abandon(in RingControl control)
    {
        var committed = CountCommitted(control, ReadOpened());
        Overwritten += committed - _eventsBefore;
        _eventsBefore = committed;
    }

    private ulong FirstWhole(ulong opened) => Math.Max(_next, opened > (ulong)subBufferCount ? opened - (ulong)subBufferCount : 0);

    /// <summary>The count of opened sub-buffers at a moment after the call.</summary>
    private ulong ReadOpened()
    {
        Interlocked.MemoryBarrier(); // what has been copied so far was there before
        for (var i = 0; i < MaxReads; i++)
        {
            var opened = memory.Read<ulong>(controlAt + OpenedAt);
            if (memory.Read<ulong>(controlAt + OpenedAt) == opened) return opened;
        }

        throw new InvalidDataException("the count of sub-buffers does not stand still");
    }

    /// <summary>Moves sub-buffer <paramref name="number"/>, or what of it has not been moved; nothing when it was overwritten before the copy was done.</summary>
    private int TryMove(IRingTrace program, ulong number, in SubBufferHeader header, bool isOpen = false)
    {
        var (takenBytes, takenEvents) = number == _next ? (_takenBytes, _takenEvents) : (SubBufferHeader.Size, 0u);
        var length = (int)Math.Clamp(header.Used, takenBytes, (uint)subBufferSize) - (int)takenBytes;
        var content = program.Buffer.AsSpan(0, length);
        memory.Read(content, PlaceOf(number) + takenBytes);
        if (ReadOpened() > number + (ulong)subBufferCount) return 0; // those behind it will tell how many events that costs

        CheckNumber(header, number);
        var lost = header.EventsBefore + takenEvents - _eventsBefore;
        if ((long)lost < 0 || (number == _next && lost != 0)) throw new InvalidDataException($"sub-buffer {number} after {header.EventsBefore} events, {_eventsBefore} of which were known");
        Overwritten += lost;
        _lostPackets += Math.Min(lost, number - _next); // none is empty, but the rest of one that has been moved in part may be
        (_next, _takenBytes, _takenEvents) = (number, takenBytes, takenEvents);
        Check(header);
        var moved = Write(program, header, content);
        _eventsBefore = header.EventsBefore + header.Events;
        if (!isOpen) (_next, _takenBytes, _takenEvents) = (number + 1, SubBufferHeader.Size, 0);
        TellPosition();
        return moved;
    }

    /// <summary>The events that <see cref="TakeSnapshot"/> would move after <see cref="ReadOn"/>.</summary>
    private long CountInSnapshot(in RingControl control)
    {
        var opened = ReadOpened();
        var committed = CountCommitted(control, opened);
        if (committed == _eventsBefore) return 0;
        var first = FirstWhole(opened);
        var begin = first == _next ? _eventsBefore : ReadHeader(first).EventsBefore;
        return committed >= begin ? (long)(committed - begin) : throw new InvalidDataException($"{committed} events after {begin}");
    }

    /// <summary>All events that were ever committed to a ring which nobody writes to.</summary>
    private ulong CountCommitted(in RingControl control, ulong opened)
    {
        // The number is not the newest's when the program died while it opened that one: there is nothing in it.
        var isThere = RingState.Number(control.State) == NumberOf(opened - 1);
        var end = isThere ? opened : opened - 1;
        if (opened == 0 || end <= _next) return _eventsBefore;
        var newest = ReadHeader(end - 1);
        var events = isThere && !RingState.IsClosed(control.State) ? RingState.Events(control.State) : newest.Events;
        var committed = newest.EventsBefore + events;
        return committed >= _eventsBefore ? committed : throw new InvalidDataException($"{committed} events after {_eventsBefore}");
    }

    /// <summary>A stream that begins with a loss gets an empty packet in front, of where the one before ended: from there on it is told.</summary>
    private StreamFileWriter OpenStream(DomainTrace trace, in PacketInfo first)
    {
        var stream = trace.CreateStream(cpu);
        stream.Skip(_sequence);
        if (!IsOverwriting || (_lostPackets == 0 && first.EventsDiscarded == 0)) return stream;
        var end = _end != 0 ? _end : Math.Min(_since, first.TimestampBegin);
        stream.Write(new PacketInfo(end, end, 0), []);
        Bytes += LttngLayout.PacketHeaderSize;
        return stream;
    }
}
