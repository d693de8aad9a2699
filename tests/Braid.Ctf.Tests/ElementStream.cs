using System.Globalization;
using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Tests;

/// <summary>
/// A trace of one file as the list of elements that yactfr's data tests expect: packets, scopes, fields and what they mean,
/// each with its bit from the file's start; after them, the fault. Written from the cursor's fields, up to the damaged one.
/// </summary>
internal sealed class ElementStream
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>The file's bit at which the packet starts.</summary>
    private long _base;

    /// <summary>The bit after what was printed last, from the packet's start.</summary>
    private long _position;

    /// <summary>Where printing ends.</summary>
    private long _limit = long.MaxValue;

    /// <summary>Where yactfr tells the fault.</summary>
    private long _end;

    /// <summary>Start of the text that the file cuts off; else -1.</summary>
    private long _partOfText = -1;

    /// <summary>The sizes that a packet's context gives are wrong as soon as they are known, before it ends.</summary>
    private bool _isInside;

    private EventCursor _cursor = null!;

    /// <summary>The clock as yactfr has it, which starts at 0 in each packet.</summary>
    private ulong _clock;

    private ulong _packetEnd;

    /// <summary>The clock as babeltrace2 and we have it, which goes on from packet to packet; null before the first timestamp.</summary>
    private ulong? _streamClock;

    /// <summary>Values of the packet's roles.</summary>
    private readonly Dictionary<FieldRoles, ulong> _roles = [];

    /// <summary>The elements; then, when the trace is damaged, the fault and its bit.</summary>
    public static (string Elements, CtfException? Fault, long FaultBit) Of(string path)
    {
        using var set = TraceSet.Open(path);
        var trace = Assert.Single(set.Traces);
        var whole = new ElementStream();
        var file = Directory.EnumerateFiles(path).Single(static name => Path.GetFileName(name) is not ("metadata" or "expect.txt"));
        using var stream = new TraceFile(file);
        var packets = new SortedDictionary<long, string>();
        CtfException? fault = null;
        long bit = 0;
        // Where the metadata says nothing of streams or events we assume a stream class; yactfr knows none then.
        var metadata = File.ReadAllText(Path.Combine(path, "metadata"));
        var isDeclared = metadata.Contains("\"data-stream-class\"", StringComparison.Ordinal) || metadata.Contains("stream {", StringComparison.Ordinal) || metadata.Contains("event", StringComparison.Ordinal);
        foreach (var data in trace.Streams)
        {
            if (Read(data, isDeclared, packets) is { Fault: { } found, Bit: >= 0 } damaged) (fault, bit) = (found, damaged.Bit);
        }

        var heads = new EventCursor(trace.Layout);
        for (long offset = 0; offset < stream.Length;)
        {
            if (heads.ReadHead(stream, offset, out _, out var damage) is not { } packet)
            {
                whole._text.Append(DamagedHead(heads, offset * 8));
                (fault, bit) = (damage, (offset * 8) + heads.FaultPosition);
                break;
            }

            whole._text.Append(packets[offset]);
            if (fault is not null && bit <= (offset * 8) + packet.TotalBits) break;
            offset += packet.TotalBits / 8;
        }

        return (whole._text.ToString(), fault, bit);
    }

    private static (CtfException? Fault, long Bit) Read(DataStream data, bool isDeclared, SortedDictionary<long, string> packets)
    {
        EndAtDamage(data);
        ElementStream? packet = null;
        EventCursor cursor = null!;
        cursor = new(data)
        {
            PacketEntered = () =>
            {
                if (packet is not null) packets[packet._base / 8] = packet.Close();
                packet = new() { _cursor = cursor, _base = cursor.Head.Offset * 8, _streamClock = packet?._streamClock };
                packet.EnterPacket(isDeclared);
            },
        };
        while (cursor.MoveNext())
        {
            if (cursor.Kind == MessageKind.Event) packet!.Event();
        }

        if (packet is null || cursor.FaultScopes.Count == 0)
        {
            if (packet is not null) packets[packet._base / 8] = packet.Close();
            return (cursor.Fault, -1);
        }

        packets[packet._base / 8] = cursor.Fault is null ? packet.Close() : packet.Damaged();
        return (cursor.Fault, packet._base + packet._end);
    }

    /// <summary>yactfr ends at a fault, where we go on with the next packet.</summary>
    private static void EndAtDamage(DataStream data)
    {
        var all = data.Packets.ToList();
        data.Packets.Clear();
        foreach (var packet in all)
        {
            data.Packets.Add(packet);
            var cursor = new EventCursor(data);
            while (cursor.MoveNext())
            {
            }

            if (cursor.FaultScopes.Count > 0) return;
        }
    }

    private static string DamagedHead(EventCursor cursor, long start)
    {
        var packet = new ElementStream { _cursor = cursor, _base = start, _limit = cursor.FaultStart };
        packet.Open("P");
        packet.Open("PC");
        foreach (var (scope, root) in cursor.FaultScopes)
        {
            if (scope == FieldScope.PacketContext) packet.DataStreamInfo(packet._roles.GetValueOrDefault(FieldRoles.DataStreamClassId), isKnown: true);
            packet._isInside = scope == FieldScope.PacketContext && cursor.FaultPosition > 0;
            if (!packet.Scope(scope, root)) break;
        }

        return packet._text.ToString();
    }

    private void EnterPacket(bool isDeclared)
    {
        Open("P");
        Open("PC");
        var layout = _cursor.Stream.Layout;
        if (layout.Trace.PacketHeader is { } header) Scope(FieldScope.PacketHeader, header.Root);
        var stream = layout.Class;
        DataStreamInfo(stream.Id, isDeclared);
        if (layout.PacketContext is { } context) Scope(FieldScope.PacketContext, context.Root);
        if (!isDeclared) return;
        var info = new StringBuilder("PI");
        if (_roles.TryGetValue(FieldRoles.PacketTotalLength, out var total)) info.Append(CultureInfo.InvariantCulture, $":T{total}");
        if (_roles.ContainsKey(FieldRoles.PacketContentLength) || total > 0) info.Append(CultureInfo.InvariantCulture, $":C{_cursor.Head.ContentBits}");
        if (_roles.ContainsKey(FieldRoles.PacketEndDefaultClockTimestamp)) info.Append(CultureInfo.InvariantCulture, $":E{_packetEnd}");
        if (_roles.TryGetValue(FieldRoles.PacketSequenceNumber, out var number)) info.Append(CultureInfo.InvariantCulture, $":S{number}");
        if (_roles.TryGetValue(FieldRoles.DiscardedEventRecordCounterSnapshot, out var lost)) info.Append(CultureInfo.InvariantCulture, $":D{lost}");
        Line(_position, info.ToString());
    }

    private void DataStreamInfo(ulong id, bool isKnown)
    {
        var text = isKnown ? string.Create(CultureInfo.InvariantCulture, $"DSI:T{id}") : "DSI";
        Line(_position, _roles.TryGetValue(FieldRoles.DataStreamId, out var instance) ? string.Create(CultureInfo.InvariantCulture, $"{text}:I{instance}") : text);
    }

    private void Event()
    {
        var layout = _cursor.Layout;
        var roots = new[] { FieldScope.EventHeader, FieldScope.EventCommonContext, FieldScope.EventSpecificContext, FieldScope.EventPayload }
            .Where(scope => layout.ScopeOf(scope) is not null).Select(scope => (Scope: scope, layout.ScopeOf(scope)!.Root)).ToList();
        Record(roots, _cursor.Class);
        Close(_position);
        if (_streamClock is { } clock) Assert.Equal(_cursor.TimestampCycles, clock);
    }

    /// <summary>The scopes of an event; its class is told when its header is known.</summary>
    private bool Record(List<(FieldScope Scope, Field Root)> roots, EventClass? eventClass)
    {
        if (roots.Count > 0) _position = Align(_position, roots[0].Root);
        Open("ER");
        var isTold = false;
        foreach (var (scope, root) in roots)
        {
            if (scope != FieldScope.EventHeader && !isTold) Tell();
            if (!Scope(scope, root)) return false;
        }

        if (!isTold && eventClass is not null) Tell();
        return true;

        void Tell()
        {
            isTold = true;
            Line(_position, string.Create(CultureInfo.InvariantCulture, $"ERI:T{eventClass!.Id}{(eventClass.Name is { } name ? ":#" + name : "")}"));
        }
    }

    private string Damaged()
    {
        (_limit, _end) = (_cursor.FaultStart, _cursor.FaultPosition);
        if (_limit < _position || _cursor.FaultScopes.Count == 0 || _cursor.FaultScopes[0].Scope < FieldScope.EventHeader) return _text.ToString();
        Record(_cursor.FaultScopes, _cursor.FaultLayout?.Class);

        // yactfr passes over padding and the bytes of a text one by one, we do it at once.
        if (!_cursor.Fault!.Fault.EndsWith("in the file", StringComparison.Ordinal)) return _text.ToString();
        if (_partOfText >= 0 || _cursor.Fault.Fault.Contains("padding", StringComparison.Ordinal)) _end = _cursor.Head.ContentBits;
        if (_partOfText >= 0) Data(_partOfText, _cursor.Head.ContentBits, isBlob: false);
        return _text.ToString();
    }

    private string Close()
    {
        Close(_position);
        Close(_cursor.Stream.Packets.Find(packet => packet.Offset * 8 == _base).TotalBits is var total && _roles.ContainsKey(FieldRoles.PacketTotalLength) ? total : _position);
        return _text.ToString();
    }

    private bool Scope(FieldScope scope, Field root)
    {
        var start = Align(_position, root);
        Line(start, string.Create(CultureInfo.InvariantCulture, $"SC:{(int)scope} {{"));
        _depth++;
        if (!Field(new FieldValue(_cursor, root, start), isElement: false) || IsDamagedHere) return false;
        Close(_position);
        return true;
    }

    private bool IsDamagedHere => _isInside && _position == _limit;

    private static long Align(long position, Field field) => (position + field.Alignment - 1) & -(long)field.Alignment;

    /// <summary>A field with all that it holds; false when it is the damaged one.</summary>
    private bool Field(FieldValue value, bool isElement)
    {
        var field = value.Field;
        var name = isElement || field.Name.Length == 0 ? "" : ":" + field.Name;
        var position = value.Position;
        if (position > _limit) return false;
        switch (field.Kind)
        {
            case FieldKind.Structure:
                _position = position;
                Open("ST" + name);
                foreach (var member in field.Children)
                {
                    if (!Field(new FieldValue(_cursor, member, _position), isElement: false)) return false;
                }

                if (IsDamagedHere) return false;
                break;
            case FieldKind.Array:
                _position = position;
                Open((field.Class is StaticArrayFieldClass ? "SLA" : "DLA") + name);
                for (ulong i = 0; i < value.Count; i++)
                {
                    if (!Field(new FieldValue(_cursor, field.Children[0], _position), isElement: true)) return false;
                }

                if ((field.Roles & FieldRoles.MetadataStreamUuid) != 0) Uuid(position);
                break;
            case FieldKind.Variant:
                Assert.True(value.TryGetContent(out var option));
                _position = position;
                var (prefix, selector) = field.SelectorIsSigned ? ("VS", _cursor.Selector(field).ToString(CultureInfo.InvariantCulture)) : ("VU", ((ulong)_cursor.Selector(field)).ToString(CultureInfo.InvariantCulture));
                Open($"{prefix}{name}:{selector}");
                if (!Field(option, isElement: true)) return false;
                break;
            case FieldKind.String or FieldKind.Text or FieldKind.Blob:
                _position = position;
                var kind = field.Kind == FieldKind.String ? "NTS" : (field.Class is StaticLengthStringFieldClass or BlobFieldClass { LengthLocation: null } ? "SL" : "DL") + (field.Kind == FieldKind.Blob ? "B" : "S");
                Open(kind + name + (field.Class is BlobFieldClass blob ? ":" + blob.MediaType : ""));
                if (position >= _limit)
                {
                    _partOfText = position;
                    return false;
                }

                var end = position;
                _cursor.Pass(field, ref end);
                Data(position, end, field.Kind == FieldKind.Blob);
                _position = end;
                if ((field.Roles & FieldRoles.MetadataStreamUuid) != 0) Uuid(position);
                break;
            default:
                return Number(value, name);
        }

        Close(_position);
        return true;
    }

    private bool Number(FieldValue value, string name)
    {
        var field = value.Field;
        var end = value.Position;
        if (end >= _limit) return false;
        _cursor.Pass(field, ref end);
        if (end > _limit) return false;
        Line(value.Position, field.Kind switch
        {
            FieldKind.Unsigned => $"FLUI{name}:{((ulong)value.AsInt64()).ToString(CultureInfo.InvariantCulture)}",
            FieldKind.Signed => $"FLSI{name}:{value.AsInt64().ToString(CultureInfo.InvariantCulture)}",
            FieldKind.Boolean => $"FLB{name}:{(value.AsInt64() != 0 ? 1 : 0)}",
            FieldKind.Real => $"FLFPN{name}:{Real(value.AsDouble())}",
            FieldKind.VariableUnsigned => $"VLUI{name}:{((ulong)value.AsInt64()).ToString(CultureInfo.InvariantCulture)}",
            FieldKind.VariableSigned => $"VLSI{name}:{value.AsInt64().ToString(CultureInfo.InvariantCulture)}",
            _ => Bits(value, name),
        });
        _position = end;
        if (field.Roles != FieldRoles.None) Role(field, (ulong)value.AsInt64());
        return true;
    }

    private static string Bits(FieldValue value, string name)
    {
        var bits = (ulong)value.AsInt64();
        var field = (BitArrayFieldClass)value.Field.Class;
        if (field.Kind != BitArrayKind.Map) return $"FLBA{name}:{bits.ToString(CultureInfo.InvariantCulture)}";
        var labels = field.Flags.Where(flag => flag.Ranges.Any(range => Enumerable.Range((int)range.Lower, (int)(range.Upper - range.Lower) + 1).Any(bit => (bits >> bit & 1) != 0)))
            .Select(static flag => flag.Label).Order(StringComparer.Ordinal);
        return $"FLBM{name}:{bits.ToString(CultureInfo.InvariantCulture)}:{string.Join(',', labels)}";
    }

    /// <summary>What C prints for <c>%g</c>, within the range where that has no exponent.</summary>
    private static string Real(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private void Role(Field field, ulong value)
    {
        _roles[field.Roles] = value;
        if (field.Roles == FieldRoles.PacketMagicNumber) Line(_position, string.Create(CultureInfo.InvariantCulture, $"PMN:{value}"));
        if (field.Roles == FieldRoles.PacketEndDefaultClockTimestamp) _packetEnd = Advance(_clock, value, field.Size);
        if ((field.Roles & FieldRoles.DefaultClockTimestamp) == 0) return;
        (_clock, _streamClock) = (Advance(_clock, value, field.Size), Advance(_streamClock ?? 0, value, field.Size));
        Line(_position, string.Create(CultureInfo.InvariantCulture, $"DCV:{_clock}"));
    }

    private static ulong Advance(ulong clock, ulong value, int size)
    {
        if (size is 0 or 64) return value;
        var mask = (1UL << size) - 1;
        return (clock & ~mask) + value + (value < (clock & mask) ? mask + 1 : 0);
    }

    private unsafe void Uuid(long position) =>
        Line(_position, $"MSU:{new Guid(new ReadOnlySpan<byte>(_cursor.PacketStart + (position / 8), 16), bigEndian: true)}");

    private unsafe void Data(long from, long to, bool isBlob)
    {
        if (to == from) return;
        var bytes = new ReadOnlySpan<byte>(_cursor.PacketStart + (from / 8), (int)((to - from) / 8));
        var text = isBlob ? Convert.ToHexStringLower(bytes) : Encoding.UTF8.GetString(bytes).Replace("\0", "$00", StringComparison.Ordinal);
        Line(from, string.Create(CultureInfo.InvariantCulture, $"RD:{bytes.Length}:{text}"));
    }

    private void Open(string text)
    {
        Line(_position, text + " {");
        _depth++;
    }

    private void Close(long position)
    {
        _depth--;
        Line(position, "}");
    }

    private void Line(long position, string text)
    {
        _text.Append((_base + position).ToString(CultureInfo.InvariantCulture).PadLeft(6));
        _text.Append(' ', 1 + (2 * _depth)).Append(text).Append('\n');
    }
}
