using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>
/// Reads the messages of one stream in order: events, and what was lost between packets. Nothing is allocated per event;
/// fields are read from the mapped file when they are asked for. What a property or a field accessor returns holds until
/// the next <see cref="MoveNext"/>. A damaged event ends its packet: reading goes on with the next packet and
/// <see cref="Fault"/> says what was wrong first. One thread at a time; cursors of one <see cref="TraceSet"/> are
/// independent of one another and must not outlive it.
/// </summary>
public sealed unsafe partial class EventCursor
{
    private readonly TraceLayout _trace;
    private readonly ClockScale _scale;
    private readonly bool _hasClock;

    /// <summary>The plans of the stream; null while the first packet header is read.</summary>
    private StreamLayout? _layout;

    /// <summary>The number of the packet that comes after the current one.</summary>
    private int _nextPacket;

    /// <summary>The place of <see cref="Layout"/> among those of the stream; a number, as a reference costs more to write. -1 before the first event.</summary>
    private int _event = -1;

    private long _timestamp;

    /// <summary>The latest time that the stream has shown, the ends of packets included.</summary>
    private long _floor = long.MinValue;

    private long _headerStart;

    /// <summary>Cycles of the clock before the event.</summary>
    private ulong _clockBefore;


    /// <summary>Of an event without a joined plan; see <see cref="CommonStart"/>.</summary>
    private long _commonStart;
    private long _specificStart;
    private long _payloadStart;

    /// <summary>A cursor before the first message of <paramref name="stream"/>.</summary>
    public EventCursor(DataStream stream)
        : this(stream.Layout.Trace)
    {
        Stream = stream;
        _layout = stream.Layout;
        _hasClock = stream.Class.DefaultClock is not null;
        if (stream.Class.DefaultClock is { } clock) _scale = new(clock);
        Fault = stream.Packets.Count == 0 ? stream.Fault : null;
    }

    /// <summary>A cursor that reads packet headers only.</summary>
    internal EventCursor(TraceLayout trace)
    {
        _trace = trace;
        var segments = trace.Streams.Count == 0 ? trace.HeaderSegments : trace.Streams.Values.Max(static stream => stream.Segments);
        _numbers = GC.AllocateArray<long>(1 + segments + trace.Registers, pinned: true);
        _segments = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_numbers)) + 1;
        _registers = _segments + segments;
        Stream = null!;
    }

    /// <summary>The stream that is read.</summary>
    public DataStream Stream { get; }

    /// <summary>What the cursor stands on.</summary>
    public MessageKind Kind { get; private set; }

    /// <summary>The layout of the current event, by which its fields are found; valid for <see cref="MessageKind.Event"/>.</summary>
    public EventLayout Layout => _layout!.Layouts[_event];

    /// <summary>The class of the current event; valid for <see cref="MessageKind.Event"/>.</summary>
    public EventClass Class => Layout.Class;

    /// <summary>Whether the stream has a clock. Without one, timestamps are 0.</summary>
    public bool HasTimestamp => _hasClock;

    /// <summary>The time of the current event in cycles of the stream's clock; valid for <see cref="MessageKind.Event"/>.</summary>
    public ulong TimestampCycles => _clock;

    /// <summary>The time of the current message in nanoseconds from the clock's origin; clamped to 64 bits.</summary>
    public long TimestampNs => _timestamp;

    /// <summary>What was lost; valid for the two discard kinds.</summary>
    public Loss Loss { get; private set; }

    /// <summary>The first damage found so far; null while there is none.</summary>
    public CtfException? Fault { get; private set; }

    /// <summary>Goes to the next message.</summary>
    /// <returns>False at the end of the stream; see <see cref="Fault"/> then.</returns>
    public bool MoveNext() => (!_atPacketStart && TryReadUsual()) || MoveNextUnusual();

    private bool MoveNextUnusual()
    {
        while (true)
        {
            if (_atPacketStart && LeavePacketStart()) return true;
            if (_position < _end)
            {
                if (ReadEvent()) return true;
                if (LoadMore()) continue;
                AbandonPacket();
            }
            else if (_end < _contentEnd)
            {
                BeginEvent();
                FaultShort(1);
                if (LoadMore()) continue;
                AbandonPacket();
            }

            if (EnterNextPacket()) continue;
            Kind = MessageKind.None;
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadEvent()
    {
        var start = BeginEvent();
        var position = start;
        var layout = _layout!;
        ulong id;
        if (layout.Header == LttngHeaderKind.Large)
        {
            if (!ReadLargeHeader(ref position, out id)) return false;
        }
        else if (layout.Header == LttngHeaderKind.Compact)
        {
            if (!ReadCompactHeader(ref position, out id)) return false;
        }
        else
        {
            if (layout.EventHeader is { } header && !Run(header.Operations)) return false;
            (position, id) = (_position, _eventId);
        }

        _eventId = id;
        var found = layout.HasEventId ? layout.Find(id) : layout.Single ?? layout.Find(0);
        if (found is null) return FaultUnknownEvent(id, position);
        _event = found.Index;
        if (found.BodyBits >= 0)
        {
            if (!RunBody(found, position)) return false;
        }
        else
        {
            _position = position;
            if (!ReadScopes(found)) return false;
        }

        if (_position == start) return Fail("an event record without content");
        if (_hasClock) SetTime(_scale.ToNanoseconds(_clock));
        Kind = MessageKind.Event;
        return true;
    }

    private bool ReadScopes(EventLayout found)
    {
        _commonStart = _position;
        if (_layout!.EventCommonContext is { } common && !Run(common)) return false;
        _specificStart = _position;
        if (found.SpecificContext is { } specific && !Run(specific)) return false;
        _payloadStart = _position;
        return found.Payload is not { } payload || Run(payload);
    }

    /// <summary>Remembers where to start again when the event does not fit in what is loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long BeginEvent()
    {
        _clockBefore = _clock;
        return _headerStart = _position;
    }

    /// <summary>
    /// The place of the current message in the merge: the latest time shown by it or by what precedes it in the stream.
    /// </summary>
    internal long OrderNs => _floor;

    /// <summary>
    /// Whether the message is earlier than the one before it in the stream: it goes before all others of its place. The first
    /// after a packet's end or begin takes its turn when that has had it.
    /// </summary>
    internal bool IsLate => _isLate && _headerStart != _raisedAt;

    private bool _isLate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetTime(long nanoseconds)
    {
        _timestamp = nanoseconds;
        _isLate = nanoseconds < _floor;
        if (!_isLate) _floor = nanoseconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FaultUnknownEvent(ulong id, long position)
    {
        _position = position;
        return Fail($"no event class of the stream class {_layout!.Class.Id} has the id {id}");
    }
}
