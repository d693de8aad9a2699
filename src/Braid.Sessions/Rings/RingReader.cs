using Braid.Ctf.Packets;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>The recorder's side of one ring: configures it, closes its open sub-buffer, moves its packets to a stream.</summary>
internal sealed unsafe class RingReader(RingControl* control, byte* map, long ringAt, int subBufferSize, int subBufferCount, uint flags)
{
    private const int MinRecordSize = LttngLayout.CompactHeaderSize;

    /// <summary>The next sub-buffer to read, modulo 2^19.</summary>
    private uint _consumed;

    private StreamFileWriter? _stream;

    /// <summary>False until the ring could be claimed for the first time; its CPU uses the spares meanwhile.</summary>
    private bool _isConfigured;

    /// <summary>1 when the program died with this ring claimed: the event inside is lost.</summary>
    private ulong _diedInside;

    public long Events { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Events lost in this ring so far.</summary>
    public ulong Discarded => _isConfigured ? Volatile.Read(ref control->Discarded) + _diedInside : 0;

    /// <summary>Tells whether the loss counter is ahead of what the packets say.</summary>
    public bool HasUntoldLoss => Discarded > (_stream?.EventsDiscarded ?? 0);

    /// <summary>Makes the ring empty and usable; false when a thread of the program holds it. Deadlines are in ms of <see cref="Environment.TickCount64"/>.</summary>
    public bool TryConfigure(long deadline)
    {
        if (_isConfigured) return true;
        if (!TryClaim(deadline, out _)) return false;
        control->SubBufferSize = (uint)subBufferSize;
        control->SubBufferCount = (uint)subBufferCount;
        control->Flags = flags;
        control->Discarded = 0;
        control->Last = 0;
        Volatile.Write(ref control->Consumed, 0);
        Volatile.Write(ref control->State, RingState.Initial);
        _isConfigured = true;
        return true;
    }

    /// <summary>Takes the ring out of use; false when a thread of the program holds it, and then its memory must stay.</summary>
    public bool TryRetire(long deadline)
    {
        if (!TryClaim(deadline, out _)) return false;
        control->SubBufferSize = 0;
        Volatile.Write(ref control->State, RingState.Initial);
        _isConfigured = false;
        return true;
    }

    /// <summary>Closes the open sub-buffer, so that it can be drained; false when a thread of the program holds the ring.</summary>
    public bool TryFlush(long deadline)
    {
        if (!_isConfigured) return true;
        var state = Volatile.Read(ref control->State);
        if (state < RingState.Claimed && (RingState.IsClosed(state) || RingState.Events(state) == 0)) return true;
        if (!TryClaim(deadline, out state)) return false;
        if (!RingState.IsClosed(state) && RingState.Events(state) > 0)
        {
            // In bounds: the number is reduced to the ring; the rest of the state is checked when the packet is read.
            var header = HeaderOf(RingState.Number(state));
            header->Used = (uint)RingState.Used(state);
            header->Events = RingState.Events(state);
            header->End = control->Last;
            header->Discarded = Volatile.Read(ref control->Discarded);
            state = RingState.Close(state);
        }

        Volatile.Write(ref control->State, state);
        return true;
    }

    /// <summary>Moves the closed sub-buffers, and of a dead program the open one, to <paramref name="program"/>'s trace.</summary>
    /// <returns>The number of packets.</returns>
    /// <exception cref="InvalidDataException">The ring is broken.</exception>
    public int Drain(AttachedProgram program, bool isDead)
    {
        if (!_isConfigured) return 0;
        var state = Volatile.Read(ref control->State); // acquire: what it says is committed can be read
        if (isDead && (state & RingState.ProgramClaim) != 0) _diedInside = 1;
        var number = RingState.Number(state);
        var end = (RingState.IsClosed(state) ? number + 1 : number) & (uint)RingState.NumberMask;
        var ready = (end - _consumed) & (uint)RingState.NumberMask;
        if (ready > subBufferCount) throw new InvalidDataException($"ring state 0x{state:x} after sub-buffer {_consumed}");
        for (var i = 0; i < ready; i++)
        {
            var header = *HeaderOf(_consumed);
            if (header.Number != _consumed) throw new InvalidDataException($"sub-buffer {header.Number} where {_consumed} should be");
            Move(program, header);
            GiveBack();
        }

        if (!isDead || RingState.IsClosed(state) || RingState.Events(state) == 0) return (int)ready;
        Move(program, *HeaderOf(number) with
        {
            Used = (uint)RingState.Used(state),
            Events = RingState.Events(state),
            End = control->Last,
            Discarded = Discarded,
        });
        Volatile.Write(ref control->State, RingState.Close(state & ~(RingState.ProgramClaim | RingState.RecorderClaim)));
        GiveBack();
        return (int)ready + 1;
    }

    /// <summary>Adds an empty packet when losses have happened since the last one.</summary>
    public void TellLoss(AttachedProgram program)
    {
        if (!_isConfigured || !HasUntoldLoss) return;
        var last = control->Last;
        Write(program, new PacketInfo(last, last, Discarded), []);
    }

    /// <summary>Copies one packet straight from the mapping: a program that shortens its file makes write(2) fail, no more.</summary>
    private void Move(AttachedProgram program, in SubBufferHeader header)
    {
        if (header.Used < SubBufferHeader.Size || header.Used > subBufferSize
            || header.Events > (header.Used - SubBufferHeader.Size) / MinRecordSize)
        {
            throw new InvalidDataException($"sub-buffer {header.Number} with {header.Events} events in {header.Used} bytes");
        }

        var content = new ReadOnlySpan<byte>((byte*)HeaderOf(_consumed) + SubBufferHeader.Size, (int)header.Used - SubBufferHeader.Size);
        Write(program, new PacketInfo(header.Begin, Math.Max(header.Begin, header.End), header.Discarded), content);
        Events += header.Events;
    }

    private void Write(AttachedProgram program, PacketInfo info, ReadOnlySpan<byte> content)
    {
        var trace = program.PrepareTrace();
        _stream ??= trace.CreateStream(program.CpuOf(control));
        _stream.Write(info, content);
        Bytes += LttngLayout.PacketHeaderSize + content.Length;
    }

    private void GiveBack()
    {
        _consumed = (_consumed + 1) & (uint)RingState.NumberMask;
        Volatile.Write(ref control->Consumed, _consumed); // release: the sub-buffer has been read
    }

    private SubBufferHeader* HeaderOf(uint number) =>
        (SubBufferHeader*)(map + ringAt + (long)(number & (uint)(subBufferCount - 1)) * subBufferSize);

    /// <summary>A recorder's claim that is set already is that of one that died: there is but one recorder, which we are.</summary>
    private bool TryClaim(long deadline, out ulong state)
    {
        var wait = new SpinWait();
        do
        {
            state = Volatile.Read(ref control->State);
            if ((state & RingState.ProgramClaim) == 0
                && Interlocked.CompareExchange(ref control->State, state | RingState.RecorderClaim, state) == state)
            {
                state &= ~RingState.RecorderClaim;
                return true;
            }

            wait.SpinOnce();
        }
        while (Environment.TickCount64 < deadline);
        return false;
    }
}
