using Braid.Ctf.Packets;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>
/// The recorder's side of one ring: configures it and moves what is committed to a stream. Reading needs no claim: the
/// state says how far the bytes are whole, and a sub-buffer may be taken in parts, each a packet. For example, with 4 KiB
/// sub-buffers, a flush, and one more round when the sub-buffer has been closed:
/// <code>
/// state      number 7, used 1064, 100 events       header of 7: used 4090, 402 events; state: number 8 …
/// packet     bytes 64..1064 of 7, 100 events       bytes 1064..4090 of 7, 302 events; 7 is given back
/// </code>
/// A state is believed when it was the same, claims aside, in two reads one after the other, and so was the last
/// timestamp: then no event was committed between them, and an event that is being written is not earlier than that time.
/// </summary>
internal sealed partial class RingReader(ProgramMemory memory, long controlAt, long ringAt, int subBufferSize, int subBufferCount, uint flags, uint cpu)
{
    private const int MinRecordSize = LttngLayout.CompactHeaderSize;

    /// <summary>Offsets in <see cref="RingControl"/>.</summary>
    private const int StateAt = 0, LastAt = 8, SizeAndFlagsAt = 24, DiscardedAt = 32, WaitingAt = 48, PositionAt = 64, BlockingTimeoutAt = 104;

    /// <summary>The number of the sub-buffer to read next, and what of it has been read.</summary>
    private ulong _next;
    private uint _takenBytes = SubBufferHeader.Size;
    private uint _takenEvents;

    /// <summary>The end of the last packet: the next begins there or later.</summary>
    private ulong _end;

    private StreamFileWriter? _stream;

    /// <summary>As the ring gets them, or has them.</summary>
    private uint _flags = flags;

    /// <summary>True for a ring whose program and recorder are gone: nothing in the file changes.</summary>
    private bool _isAtRest;

    /// <summary>What of the counter in the ring earlier traces have told, and what of that this recorder's have.</summary>
    private ulong _toldBefore, _toldByUs;

    /// <summary>The counter in the ring as last read, and the events that will never be committed: the one that holds the ring, those that wait for room.</summary>
    private ulong _discarded, _lostInside;

    public long Events { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Events lost in this ring, as of the last drain.</summary>
    public ulong Discarded => _toldByUs + NotYetTold;

    /// <summary>How long, in ns, a thread of the program waits when the ring is full; 0: not at all.</summary>
    public ulong BlockingTimeout { private get; init; }

    /// <summary>False until the ring could be claimed for the first time; its CPU uses the spares meanwhile.</summary>
    public bool IsConfigured { get; private set; }

    /// <summary>True when the event that holds the ring has been counted as lost; nothing more is read then.</summary>
    public bool IsGivenUp => _lostInside != 0;

    /// <summary>Tells whether nobody was writing between two reads of the control words.</summary>
    public static bool IsQuiet(in RingControl before, in RingControl after) =>
        IsStable(before, after) && (after.State & RingState.ProgramClaim) == 0;

    /// <summary>Makes the ring empty and usable; false when a thread of the program holds it. Deadlines are in ms of <see cref="Environment.TickCount64"/>.</summary>
    /// <param name="deadline">When to give up.</param>
    /// <param name="now">The time, in the ring's clock.</param>
    public bool TryConfigure(long deadline, ulong now)
    {
        if (IsConfigured) return true;
        if (!TryClaim(deadline)) return false;
        memory.Write(0UL, controlAt + SizeAndFlagsAt); // until it is empty, should we be killed
        memory.Write(0UL, controlAt + LastAt);
        memory.Write(0UL, controlAt + DiscardedAt);
        memory.Write(0UL, controlAt + OpenedAt);
        memory.Write(BlockingTimeout, controlAt + BlockingTimeoutAt);
        GiveBackBefore(0);
        memory.Write(RingState.Initial | RingState.RecorderClaim, controlAt + StateAt);
        memory.Write((uint)subBufferSize | (ulong)_flags << 32, controlAt + SizeAndFlagsAt);
        Release(RingState.Initial);
        IsConfigured = true;
        _since = now;
        return true;
    }

    /// <summary>
    /// Lets the events of a ring without contexts be put together before it is claimed, so that filters see them; false when a
    /// thread of the program holds it. The records are the same.
    /// </summary>
    public bool TryDefer(long deadline)
    {
        if ((_flags & RingFlags.Deferred) != 0) return true;
        if (IsConfigured && !TryClaim(deadline)) return false;
        _flags |= RingFlags.Deferred;
        if (!IsConfigured) return true;
        memory.Write(_flags, controlAt + SizeAndFlagsAt + sizeof(uint));
        Release();
        return true;
    }

    /// <summary>Reads on where a recorder that is gone has stopped, in a ring that nobody uses any more.</summary>
    /// <exception cref="InvalidDataException">It cannot have stopped there.</exception>
    public void ReadOn(in RingControl control)
    {
        (_isAtRest, IsConfigured) = (true, true);
        _next = IsOverwriting ? control.Next : control.Consumed & (uint)RingState.NumberMask;
        _eventsBefore = control.EventsBefore;
        (_takenBytes, _takenEvents) = (Math.Max(control.TakenBytes, SubBufferHeader.Size), control.TakenEvents);
        _toldBefore = control.Told;
        GiveUp(control);
        if (_takenBytes > subBufferSize) throw new InvalidDataException($"{_takenBytes} bytes read of a sub-buffer of {subBufferSize}");
    }

    /// <summary>The events that <see cref="Drain"/> would move after <see cref="ReadOn"/>.</summary>
    /// <exception cref="InvalidDataException">The ring is broken.</exception>
    public long CountUnread(in RingControl control)
    {
        if (IsOverwriting) return CountInSnapshot(control);
        var isClosed = RingState.IsClosed(control.State);
        var ready = Ready(control.State, isClosed);
        var events = isClosed ? 0L : RingState.Events(control.State);
        for (var i = 0u; i < ready; i++) events += ReadHeader(_next + i).Events;
        return Math.Max(events - _takenEvents, 0);
    }

    /// <summary>Takes the ring out of use; false when a thread of the program holds it, and then its memory must stay.</summary>
    public bool TryRetire(long deadline)
    {
        if (!TryClaim(deadline)) return false;
        memory.Write(0UL, controlAt + SizeAndFlagsAt);
        memory.Write(0UL, controlAt + BlockingTimeoutAt);
        Release(RingState.Initial);
        IsConfigured = false;
        return true;
    }

    /// <summary>
    /// Claims the ring for the recorder. The bit is set whatever the state: in a ring that a thread of the program holds it
    /// goes away with that thread's next store, so only a state with this bit alone is ours. One that is found set is that
    /// of a recorder that died: there is but one, which we are.
    /// </summary>
    public bool TryClaim(long deadline)
    {
        const int claimInHighHalf = 30;
        var wait = new SpinWait();
        do
        {
            memory.SetBit(controlAt + StateAt + 4, claimInHighHalf);
            var state = memory.Read<ulong>(controlAt + StateAt);
            if ((state & (RingState.ProgramClaim | RingState.RecorderClaim)) == RingState.RecorderClaim) return true;
            wait.SpinOnce();
        }
        while (Environment.TickCount64 < deadline);
        return false;
    }

    /// <summary>Gives a claimed ring back as it is.</summary>
    public void Release() => Release(memory.Read<ulong>(controlAt + StateAt) & ~RingState.RecorderClaim);

    /// <summary>Waits until no thread waits for room: those of events that nobody wants any more go, and are counted.</summary>
    public void AwaitWaiting(long deadline)
    {
        var wait = new SpinWait();
        while (memory.Read<uint>(controlAt + WaitingAt) > 0 && Environment.TickCount64 < deadline) wait.SpinOnce();
    }

    /// <summary>Counts the event that holds the ring, if one does, and those that wait for room as lost.</summary>
    public void GiveUp(in RingControl control) => _lostInside = ((control.State & RingState.ProgramClaim) != 0 ? 1u : 0u) + (ulong)control.Waiting;

    /// <summary>Reads on after <see cref="GiveUp"/>.</summary>
    public void Resume() => _lostInside = 0;

    /// <summary>Moves the closed sub-buffers, and with <paramref name="all"/> also what is committed of the open one, to <paramref name="program"/>'s trace.</summary>
    /// <param name="program">Whose ring this is.</param>
    /// <param name="before">The control words, read before <paramref name="after"/>.</param>
    /// <param name="after">The control words.</param>
    /// <param name="all">The open sub-buffer too, when the two reads agree.</param>
    /// <returns>The number of packets.</returns>
    /// <exception cref="InvalidDataException">The ring is broken.</exception>
    public int Drain(IRingTrace program, in RingControl before, in RingControl after, bool all)
    {
        TakeDiscarded(before, after);
        var number = RingState.Number(after.State);
        if (number != RingState.Number(before.State)) return 0; // it moves on: the next round will see where it is
        var isSame = IsSameState(before, after);
        var isClosed = isSame && RingState.IsClosed(after.State);
        if (!isSame && ((number + 1) & (uint)RingState.NumberMask) == NumberOf(_next)) return 0; // closed and taken, the next is being opened
        var ready = Ready(after.State, isClosed);
        var packets = 0;
        for (; ready > 0; ready--)
        {
            var closed = ReadHeader(_next);
            packets += Move(program, closed);
            GiveBackBefore(_next + 1);
        }

        if (!all || isClosed || !IsStable(before, after) || RingState.Events(after.State) == _takenEvents) return packets;
        packets += Move(program, Committed(ReadHeader(_next), after));
        TellPosition();
        return packets;
    }

    /// <summary>The counter of losses, unless it was torn.</summary>
    public void TakeDiscarded(in RingControl before, in RingControl after)
    {
        if (after.Discarded >= before.Discarded && before.Discarded >= _discarded) _discarded = before.Discarded;
    }

    /// <summary>Adds an empty packet when losses have happened since the last one.</summary>
    public void TellLoss(IRingTrace program, ulong last)
    {
        if (!IsConfigured || NotYetTold <= Told) return;
        var end = Math.Max(_end, last);
        Write(program, new PacketInfo(end, end, NotYetTold), []);
        TellPosition();
    }

    private static bool IsSameState(in RingControl before, in RingControl after) =>
        ((before.State ^ after.State) & ~(RingState.ProgramClaim | RingState.RecorderClaim)) == 0;

    private static bool IsStable(in RingControl before, in RingControl after) => IsSameState(before, after) && before.Last == after.Last;

    private static uint NumberOf(ulong number) => (uint)(number & RingState.NumberMask);

    /// <summary>The header of an open sub-buffer, filled in from the state.</summary>
    private SubBufferHeader Committed(in SubBufferHeader header, in RingControl control) => header with
    {
        Used = (uint)RingState.Used(control.State),
        Events = RingState.Events(control.State),
        End = control.Last,
        Discarded = _discarded,
    };

    /// <summary>Events lost as the trace tells.</summary>
    private ulong Told => _stream?.EventsDiscarded ?? 0;

    /// <summary>Events lost that earlier traces have not told.</summary>
    private ulong NotYetTold => Math.Max(SinceBefore(_discarded) + _lostInside, Told);

    private ulong SinceBefore(ulong discarded) => discarded > _toldBefore ? discarded - _toldBefore : 0;

    /// <summary>How many closed sub-buffers have not been moved.</summary>
    private uint Ready(ulong state, bool isClosed)
    {
        var ready = (RingState.Number(state) + (isClosed ? 1u : 0u) - NumberOf(_next)) & (uint)RingState.NumberMask;
        return ready <= subBufferCount ? ready : throw new InvalidDataException($"ring state 0x{state:x} after sub-buffer {_next}");
    }

    private SubBufferHeader ReadHeader(ulong number)
    {
        var header = ReadAnyHeader(number);
        CheckNumber(header, number);
        return header;
    }

    /// <summary>What stands where sub-buffer <paramref name="number"/> is or was.</summary>
    private SubBufferHeader ReadAnyHeader(ulong number) => memory.Read<SubBufferHeader>(PlaceOf(number));

    private static void CheckNumber(in SubBufferHeader header, ulong number)
    {
        if (header.Number != NumberOf(number)) throw new InvalidDataException($"sub-buffer {header.Number} where {NumberOf(number)} should be");
    }

    private void Check(in SubBufferHeader header)
    {
        if (header.Used < _takenBytes || header.Used > subBufferSize || header.Events < _takenEvents
            || header.Events - _takenEvents > (header.Used - _takenBytes) / MinRecordSize)
        {
            throw new InvalidDataException($"sub-buffer {_next} with {header.Events} events in {header.Used} bytes after {_takenEvents} in {_takenBytes}");
        }
    }

    /// <summary>Moves what of a sub-buffer has not been moved before: a packet, or nothing.</summary>
    private int Move(IRingTrace program, in SubBufferHeader header)
    {
        Check(header);
        var content = program.Buffer.AsSpan(0, (int)(header.Used - _takenBytes));
        memory.Read(content, PlaceOf(_next) + _takenBytes);
        return Write(program, header, content);
    }

    private int Write(IRingTrace program, in SubBufferHeader header, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty) return 0;
        var begin = Math.Max(header.Begin, _end);
        TraceBegin = Math.Min(TraceBegin, begin);
        var end = Math.Max(header.End, begin);
        Write(program, new PacketInfo(begin, end, Math.Max(SinceBefore(header.Discarded), Told)), content);
        Events += header.Events - _takenEvents;
        (_takenBytes, _takenEvents) = (header.Used, header.Events);
        return 1;
    }

    private void Write(IRingTrace program, PacketInfo info, ReadOnlySpan<byte> content)
    {
        var trace = program.PrepareTrace();
        _stream ??= OpenStream(trace, info);
        _stream.Skip(_lostPackets);
        _lostPackets = 0;
        _stream.Write(info, content);
        _end = info.TimestampEnd;
        Bytes += LttngLayout.PacketHeaderSize + content.Length;
    }

    /// <summary>Lets the program have all sub-buffers before <paramref name="number"/> again.</summary>
    private void GiveBackBefore(ulong number)
    {
        (_next, _takenBytes, _takenEvents) = (number, SubBufferHeader.Size, 0);
        Interlocked.MemoryBarrier(); // the sub-buffer has been read
        TellPosition();
    }

    /// <summary>For who reads on when this recorder is killed; what <see cref="GiveBackBefore"/> gave back is in the first word.</summary>
    private void TellPosition()
    {
        if (_isAtRest) return;
        var told = _toldBefore + Told;
        memory.Write<uint>(
        [
            NumberOf(_next), (uint)subBufferCount, _takenBytes, _takenEvents, (uint)told, (uint)(told >> 32),
            (uint)_next, (uint)(_next >> 32), (uint)_eventsBefore, (uint)(_eventsBefore >> 32),
        ], controlAt + PositionAt);
    }

    /// <summary>Stores an unclaimed state over our claim: what is not the claim first, then the byte in which the claim is.</summary>
    private void Release(ulong state)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BitConverter.TryWriteBytes(bytes, state);
        memory.Write<byte>(bytes[..^1], controlAt + StateAt);
        Interlocked.MemoryBarrier();
        memory.Write(bytes[^1], controlAt + StateAt + bytes.Length - 1);
    }

    private long PlaceOf(ulong number) => ringAt + (long)(number & (ulong)(subBufferCount - 1)) * subBufferSize;
}
