using Braid.Ctf.Decoding;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Conversion;

/// <summary>
/// Writes the packets of a stream anew, with the events that the options keep. A packet that loses all of its events stays,
/// for its counters tell of losses; those wholly outside the bounds of time go.
/// </summary>
internal sealed class PacketRewriter
{
    private const int ExtendedBits = LttngLayout.ExtendedHeaderSize * 8;

    private readonly TraceClass _trace;
    private readonly StreamClass _class;
    private readonly ConversionOptions _options;
    private readonly StreamFiles _files;
    private readonly Action<long> _advance;
    private readonly FieldWriter _writer = new();
    private readonly FieldCopier _copier;
    private readonly EventCursor _cursor;
    private readonly Dictionary<ulong, EventClass> _events;

    /// <summary>True between the head of a packet that is kept and its end.</summary>
    private bool _isOpen;

    /// <summary>Where the two sizes of the open packet stand.</summary>
    private long _contentAt;

    private long _packetAt;
    private Packet _head;

    /// <summary>The clock as a reader of the open packet knows it; null before its first event.</summary>
    private ulong? _clock;

    public PacketRewriter(DataStream stream, TraceClass trace, SchemaAdapter adapter, ConversionOptions options, StreamFiles files, Action<long> advance)
    {
        _trace = trace;
        _class = trace.Streams.Single(candidate => candidate.Id == stream.Class.Id);
        _events = _class.Events.ToDictionary(static candidate => candidate.Id);
        (_options, _files, _advance) = (options, files, advance);
        _copier = new(adapter, _writer);
        _cursor = new(stream) { PacketEntered = EnterPacket };
    }

    /// <summary>Events written.</summary>
    public long Events { get; private set; }

    /// <summary>Writes all packets; returns the first damage of the stream.</summary>
    public CtfException? Run()
    {
        while (_cursor.MoveNext())
        {
            if (_cursor.Kind == MessageKind.Event && _isOpen && Keeps()) WriteEvent();
        }

        ClosePacket();
        return _cursor.Fault;
    }

    private bool Keeps()
    {
        if (_cursor.TimestampNs < _options.BeginNs || _cursor.TimestampNs > _options.EndNs) return false;
        return _options.Filter is not { } filter || filter(_cursor);
    }

    private void EnterPacket()
    {
        ClosePacket();
        _head = _cursor.Head;
        _advance(_head.TotalBits / 8);
        var (begin, end) = _cursor.HeadTimes;
        if (end < _options.BeginNs || begin > _options.EndNs) return;
        _isOpen = true;
        _clock = (_head.Facts & PacketFacts.Begin) != 0 ? _head.Begin : null;
        _writer.Clear();
        var stream = _cursor.Stream;
        foreach (var (name, member) in _trace.PacketHeader!.Members)
        {
            if (member is IntegerFieldClass integer) _writer.Write(integer, name switch { "magic" => LttngLayout.Magic, "stream_id" => stream.Class.Id, _ => stream.Number });
            else _writer.WriteBytes(_trace.Uuid!.Value.ToByteArray(bigEndian: true));
        }

        var context = _class.PacketContext!;
        _writer.Align(context.Alignment);
        var next = 0;
        for (; next < context.Members.Count && context.Members[next].Class is IntegerFieldClass { Roles: not FieldRoles.None } field; next++)
        {
            if (field.Roles == FieldRoles.PacketContentLength) _contentAt = _writer.Position;
            if (field.Roles == FieldRoles.PacketTotalLength) _packetAt = _writer.Position;
            _writer.Write(field, field.Roles switch
            {
                FieldRoles.DefaultClockTimestamp => _head.Begin,
                FieldRoles.PacketEndDefaultClockTimestamp => _head.End,
                FieldRoles.PacketSequenceNumber => _head.Sequence,
                FieldRoles.DiscardedEventRecordCounterSnapshot => _head.Discarded,
                _ => 0,
            });
        }

        if (_cursor.TryGetPacketContext(out var source)) _copier.CopyMembers(source, context, next);
    }

    private void WriteEvent()
    {
        WriteHeader(_cursor.Class.Id);
        var @class = _events[_cursor.Class.Id];
        CopyScope(FieldScope.EventCommonContext, _class.EventCommonContext);
        CopyScope(FieldScope.EventSpecificContext, @class.SpecificContext);
        CopyScope(FieldScope.EventPayload, @class.Payload);
        Events++;
    }

    private void CopyScope(FieldScope scope, StructureFieldClass? target)
    {
        if (target is not null && _cursor.TryGetScope(scope, out var value)) _copier.Copy(value, target);
    }

    private void WriteHeader(ulong id)
    {
        if (_class.EventHeader is not { } header) return;
        _writer.Align(8);
        if (_class.DefaultClock is null)
        {
            _writer.Write((IntegerFieldClass)header.Members[0].Class, id);
            return;
        }

        var cycles = _cursor.TimestampCycles;
        var isCompact = id < LttngLayout.ExtendedId && cycles >= _clock && cycles - _clock <= uint.MaxValue;
        Span<byte> bytes = stackalloc byte[ExtendedBits / 8];
        _clock = cycles;
        _writer.WriteBytes(isCompact ? LttngLayout.WriteCompactHeader(bytes, id, cycles) : LttngLayout.WriteExtendedHeader(bytes, id, cycles));
    }

    private void ClosePacket()
    {
        if (!_isOpen) return;
        _isOpen = false;
        var content = (ulong)_writer.Position;
        _writer.Align(8);
        _writer.Patch(_contentAt, RewrittenHeads.ContentSize, content);
        _writer.Patch(_packetAt, RewrittenHeads.PacketSize, (ulong)_writer.Position);
        _files.Of(_cursor.Stream, _head.File).Write(_writer.Written, new IndexEntry(0, (ulong)_writer.Position, content, _head.Begin, _head.End,
            _head.Discarded, _cursor.Stream.Class.Id, _cursor.Stream.Number, _head.Sequence));
    }
}
