using System.Runtime.CompilerServices;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>Headers and contexts of packets, and what was lost between them.</summary>
public sealed unsafe partial class EventCursor
{
    /// <summary>The packet being read; its facts are filled in by its context.</summary>
    private Packet _head;

    /// <summary>True while a packet's header or context is read: a timestamp is the packet's then.</summary>
    private bool _inPacketHead;

    /// <summary>True from a packet's head until its first event.</summary>
    private bool _atPacketStart;

    /// <summary>Bytes read to find the header and the context of a packet; more when they do not fit.</summary>
    private const int HeadRoom = 1024;

    /// <summary>More than any event has; a damaged length would have the whole of a long packet in memory.</summary>
    private const int MaximumEventSize = 32 << 20;

    private readonly PacketMemory _memory = new();

    /// <summary>The end of the packet's content; <see cref="_end"/> is there or where what is loaded ends.</summary>
    private long _contentEnd;

    private ulong _streamClassId;
    private ulong? _streamInstanceId;
    private ulong? _totalBits;
    private ulong? _contentBits;
    private long _contextStart;
    private Loss? _lostEvents;
    private Loss? _lostPackets;

    /// <summary>The packet before, for counters; null before the first.</summary>
    private Packet? _previous;

    /// <summary>Where the first event starts of a packet whose begin, or the end before it, raised <see cref="_floor"/>; else -1.</summary>
    private long _raisedAt = -1;

    /// <summary>The width of the counter of discarded events, in bits.</summary>
    private int _discardedSize;

    /// <summary>Called at the head of each packet whose head can be read; null for none.</summary>
    internal Action? PacketEntered { get; set; }

    internal Packet Head => _head;

    /// <summary>Begin and end of the current packet in nanoseconds, as far as it tells them.</summary>
    internal (long? Begin, long? End) HeadTimes => (Time(_head.Begin, _head.Facts, PacketFacts.Begin), Time(_head.End, _head.Facts, PacketFacts.End));

    /// <summary>Bits of the header and the context of the packet whose head was read last.</summary>
    internal long HeadBits => _position;

    /// <summary>The id of the stream instance that the last header gave.</summary>
    internal ulong? StreamInstanceId => _streamInstanceId;

    /// <summary>
    /// Reads the header and the context of the packet at <paramref name="offset"/> of <paramref name="file"/>. Returns null and
    /// the fault when they are damaged; then the packet's end is not known.
    /// </summary>
    internal Packet? ReadHead(TraceFile file, long offset, out StreamLayout? layout, out CtfException? fault)
    {
        layout = null;
        var limit = (file.Length - offset) * 8;
        Start(file, offset, Math.Min(file.Length - offset, MaximumEventSize), HeadRoom);
        if (!RunHeadLoading(limit))
        {
            fault = Locate(file, offset);
            return null;
        }

        fault = null;
        layout = _layout;
        _head.Offset = offset;
        return _head;
    }

    private void Start(TraceFile file, long offset, long length, long first)
    {
        _memory.Open(file, offset, length, first);
        _packet = _memory.Start;
        PrintedContext = null;
        Restart();
    }

    private void Restart()
    {
        _end = _memory.Loaded * 8;
        _position = 0;
        _fault = null;
        _isShort = false;
        _head = default;
        _streamClassId = 0;
        _streamInstanceId = _totalBits = _contentBits = null;
    }

    /// <summary>
    /// The event did not fit in what is loaded of its packet: reads on and goes back to its start. False when the packet has
    /// no more, so that the event is damaged.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool LoadMore()
    {
        if (!_isShort || _end >= _contentEnd) return false;
        _isShort = false;
        var start = _headerStart >> 3;
        var size = _memory.Loaded - start;
        if (size > MaximumEventSize) return false;
        if (!_memory.LoadTo(Math.Min(_contentEnd / 8, _memory.Loaded + Math.Max(size, 1)), start)) return FailCut();
        _fault = null;
        _end = Math.Min(_contentEnd, _memory.Loaded * 8);
        (_position, _clock) = (_headerStart, _clockBefore);
        return true;
    }

    private bool FailCut()
    {
        _fault = "the file has become shorter while it was read";
        return false;
    }

    /// <summary>Reads a head; when it does not fit in what is loaded, once more with more.</summary>
    private bool RunHeadLoading(long limit)
    {
        while (!RunHead(limit))
        {
            if (!_isShort || !_memory.LoadMore()) return false;
            Restart();
        }

        return true;
    }

    private bool RunHead(long limit)
    {
        _inPacketHead = true;
        if (_trace.PacketHeader is { } header && !Run(header.Operations)) return false;
        if (!_trace.Streams.TryGetValue(_streamClassId, out _layout)) return Fail($"no stream class has the id {_streamClassId}");
        _contextStart = _position;
        if (_layout.PacketContext is { } context && !Run(context.Operations)) return false;
        var total = _totalBits ?? (_contentBits is { } bits && bits < ulong.MaxValue - 7 ? (bits + 7) & ~7UL : (ulong)limit);
        var content = _contentBits ?? total;
        if (total % 8 != 0) return Fail($"a packet of {total} bits, which is no multiple of 8");
        if (content > total) return Fail($"a packet of {total} bits with a content of {content} bits");
        if (total == 0 || content < (ulong)_position) return Fail($"a packet of {total} bits with a content of {content} bits, but its header has {_position} bits");
        if (total > (ulong)limit) _head.Facts |= PacketFacts.Cut;
        _head.TotalBits = (long)Math.Min(total, (ulong)limit);
        _head.ContentBits = (long)Math.Min(content, (ulong)limit);
        _inPacketHead = false;
        return true;
    }

    private bool EnterNextPacket()
    {
        var packets = Stream.Packets;
        if ((_head.Facts & PacketFacts.Cut) != 0 && _nextPacket > 0) ReportCut();
        if (_nextPacket > 0) _previous = _head;
        if (_nextPacket >= packets.Count)
        {
            Fault ??= Stream.Fault;
            _head.Facts = PacketFacts.None;
            return false;
        }

        var packet = packets[_nextPacket++];
        var file = Stream.Files[packet.File];
        var length = packet.TotalBits / 8;
        Start(file, packet.Offset, length, Math.Min(length, PacketMemory.ReadSize));
        if (!RunHeadLoading((file.Length - packet.Offset) * 8))
        {
            _contentEnd = _end;
            AbandonPacket();
            return true;
        }

        if ((packet.Facts & PacketFacts.Indexed) != 0 && !packet.Says(_head))
        {
            Fault ??= new(file.Path, $"byte {packet.Offset}", $"the index says otherwise of this packet than its head: remove {IndexedPackets.PathOf(file)}");
        }

        _head.Offset = packet.Offset;
        _head.File = packet.File;
        if ((packet.Facts & PacketFacts.Mended) != 0) (_head.Begin, _head.End) = (packet.Begin, packet.End);
        _contentEnd = _head.ContentBits;
        _memory.KeepTo(_position / 8);
        _end = Math.Min(_contentEnd, _memory.Loaded * 8);
        FindLosses();
        _raisedAt = -1;
        RaiseFloor(_previous?.End, _previous?.Facts ?? 0, PacketFacts.End);
        _atPacketStart = true;
        PacketEntered?.Invoke();
        return true;
    }

    private void ReportCut()
    {
        var file = Stream.Files[_head.File];
        Fault ??= new(file.Path, $"byte {file.Length}", $"the packet at byte {_head.Offset} is cut off, its file ends here");
    }

    private void AbandonPacket()
    {
        var packet = Stream.Packets[_nextPacket - 1];
        Fault ??= Locate(Stream.Files[packet.File], packet.Offset);
        _fault = null;
        _position = _end = _contentEnd;
    }

    private bool TakeRole(Field field, ulong value)
    {
        if ((field.Roles & FieldRoles.DefaultClockTimestamp) != 0)
        {
            AdvanceClock(value, field.Size == 0 ? 64 : field.Size);
            if (!_inPacketHead) return true;
            (_head.Begin, _head.Facts) = (_clock, _head.Facts | PacketFacts.Begin);
            return true;
        }

        if (!_inPacketHead)
        {
            if ((field.Roles & FieldRoles.EventRecordClassId) != 0) _eventId = value;
            return true;
        }

        switch (field.Roles)
        {
            case FieldRoles.PacketMagicNumber:
                if (value != LttngLayout.Magic) return Fail($"expected the magic number 0x{LttngLayout.Magic:X8}, found 0x{value:X8}");
                break;
            case FieldRoles.DataStreamClassId: _streamClassId = value; break;
            case FieldRoles.DataStreamId: _streamInstanceId = value; break;
            case FieldRoles.PacketTotalLength: _totalBits = value; break;
            case FieldRoles.PacketContentLength: _contentBits = value; break;
            case FieldRoles.PacketEndDefaultClockTimestamp:
                var clock = _clock;
                AdvanceClock(value, field.Size == 0 ? 64 : field.Size);
                (_head.End, _head.Facts) = (_clock, _head.Facts | PacketFacts.End);
                _clock = clock;
                break;
            case FieldRoles.DiscardedEventRecordCounterSnapshot:
                _discardedSize = field.Size == 0 ? 64 : field.Size;
                (_head.Discarded, _head.Facts) = (value, _head.Facts | PacketFacts.Discarded);
                break;
            case FieldRoles.PacketSequenceNumber:
                (_head.Sequence, _head.Facts) = (value, _head.Facts | PacketFacts.Sequence);
                break;
        }

        return true;
    }

    /// <summary>The header's copy of the trace's uuid; in bounds, as the field has been passed over.</summary>
    private bool CheckUuid(long position)
    {
        if (_trace.Class.Uuid is not { } expected) return true;
        var found = new Guid(new ReadOnlySpan<byte>(_packet + (position >> 3), 16), bigEndian: true);
        return found == expected || Fail($"expected the trace's uuid {expected}, found {found}");
    }

    private void FindLosses()
    {
        if ((_head.Facts & PacketFacts.Discarded) != 0) FindLostEvents();
        if (_previous is { } before && (_head.Facts & before.Facts & PacketFacts.Sequence) != 0 && _head.Sequence > before.Sequence + 1)
        {
            _lostPackets = new(_head.Sequence - before.Sequence - 1, Time(before.End, before.Facts, PacketFacts.End), Time(_head.Begin, _head.Facts, PacketFacts.Begin));
        }
    }

    private void FindLostEvents()
    {
        var end = Time(_head.End, _head.Facts, PacketFacts.End);
        if (_previous is not { } before || (before.Facts & PacketFacts.Discarded) == 0)
        {
            // How many of these were lost before the packet, nobody knows: the stream may have started earlier.
            if (_head.Discarded > 0) _lostEvents = new(null, Time(_head.Begin, _head.Facts, PacketFacts.Begin), end);
            return;
        }

        var lost = _head.Discarded - before.Discarded;
        if (_discardedSize < 64) lost &= (1UL << _discardedSize) - 1;
        if (lost > 0) _lostEvents = new(lost, Time(before.End, before.Facts, PacketFacts.End), end);
    }

    /// <summary>babeltrace2 merges the begins and ends of packets too; events that they overtake come after them.</summary>
    private void RaiseFloor(ulong? cycles, PacketFacts facts, PacketFacts fact)
    {
        if (cycles is { } known && Time(known, facts, fact) is { } time && time >= _floor) (_floor, _raisedAt) = (time, _position);
    }

    private long? Time(ulong cycles, PacketFacts facts, PacketFacts fact) => _hasClock && (facts & fact) != 0 ? _scale.ToNanoseconds(cycles) : null;

    /// <summary>What is told between two packets: the losses, then the begin.</summary>
    private bool LeavePacketStart()
    {
        if (_lostEvents is { } events)
        {
            _lostEvents = null;
            return Lose(MessageKind.DiscardedEvents, events);
        }

        if (_lostPackets is { } packets)
        {
            _lostPackets = null;
            return Lose(MessageKind.DiscardedPackets, packets);
        }

        RaiseFloor(_head.Begin, _head.Facts, PacketFacts.Begin);
        return _atPacketStart = false;
    }

    private bool Lose(MessageKind kind, Loss loss)
    {
        (Kind, Loss) = (kind, loss);
        SetTime(loss.BeginNs ?? _timestamp);
        _isLate &= _position != _raisedAt;
        _raisedAt = -1;
        return true;
    }
}
