using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Makes the schema of parsed TSDL: resolves lengths and tags, gives reserved names their roles and fields their clocks.</summary>
internal sealed class TsdlBinder(TsdlCursor cursor, TraceClass trace)
{
    /// <summary>More fields than any trace has: types that contain one another twice over grow without bound.</summary>
    private const int MaximumFields = 1 << 20;

    private readonly TsdlResolver _resolver = new(cursor, trace);

    /// <summary>Types that a field has.</summary>
    private readonly HashSet<TsdlType> _used = [];

    private int _fields;
    private FieldScope _scope;

    /// <summary>The clock of the stream being bound; null until a field names one.</summary>
    private ClockClass? _streamClock;

    public void Bind(TsdlBlock traceBlock, List<TsdlBlock> streams, List<TsdlBlock> events)
    {
        BindTrace(traceBlock);
        var blocks = new Dictionary<ulong, TsdlBlock>();
        foreach (var block in streams)
        {
            var id = block.Unsigned("id") ?? 0;
            if (!blocks.TryAdd(id, block)) throw cursor.Fault(block.At, $"there are two streams with the id {id}");
            trace.Streams.Add(BindStream(id, block));
        }

        if (streams.Count > 1 && streams.Exists(static block => !block.Has("id"))) throw cursor.Fault(streams[0].At, "each of several streams needs an id");
        if (streams.Count == 0) trace.Streams.Add(new());
        var ids = new HashSet<(ulong, ulong)>();
        foreach (var block in events)
        {
            var stream = StreamOf(block);
            var @event = BindEvent(block, stream);
            if (!ids.Add((stream.Id, @event.Id))) throw cursor.Fault(block.At, $"there are two events with the id {@event.Id}");
            stream.Events.Add(@event);
        }
    }

    /// <summary>
    /// Binds the types of <paramref name="declared"/> that no field has, only to see that they could be. One without a tag, or
    /// that refers to a scope of packets or events, makes sense only where it would be used.
    /// </summary>
    public void CheckUnused(List<TsdlType> declared)
    {
        _scope = FieldScope.EventPayload;
        _resolver.Leave();
        foreach (var type in declared)
        {
            if (!_used.Contains(type) && TsdlResolver.IsSelfContained(type)) Bind(type);
        }
    }

    private void BindTrace(TsdlBlock block)
    {
        if (block.Unsigned("major") is { } major && major != 1) throw cursor.Fault(block.At, $"expected major version 1, found {major}");
        if (block.Unsigned("minor") is { } minor && minor != 8) throw cursor.Fault(block.At, $"expected minor version 8, found {minor}");
        if (!block.Has("byte_order")) throw cursor.Fault(block.At, "the trace needs a byte_order");
        trace.Uuid = block.Uuid();
        trace.Place = block.At.Place;
        trace.PacketHeader = BindScope(block.Structure("packet.header"), FieldScope.PacketHeader);
    }

    private StreamClass BindStream(ulong id, TsdlBlock block)
    {
        _streamClock = null;
        var stream = new StreamClass { Id = id, Place = block.At.Place };
        _resolver.Enter(trace, null);
        stream.PacketContext = BindScope(block.Structure("packet.context"), FieldScope.PacketContext);
        stream.EventHeader = BindScope(block.Structure("event.header"), FieldScope.EventHeader);
        stream.EventCommonContext = BindScope(block.Structure("event.context"), FieldScope.EventCommonContext);
        stream.DefaultClock = _streamClock;
        return stream;
    }

    private EventClass BindEvent(TsdlBlock block, StreamClass stream)
    {
        _resolver.Enter(trace, stream);
        return new()
        {
            Id = block.Unsigned("id") ?? 0,
            Place = block.At.Place,
            Name = block.Text("name"),
            LogLevel = block.Signed("loglevel") is { } level and >= int.MinValue and <= int.MaxValue ? (int)level : null,
            EmfUri = block.Text("model.emf.uri"),
            SpecificContext = BindScope(block.Structure("context"), FieldScope.EventSpecificContext),
            Payload = BindScope(block.Structure("fields"), FieldScope.EventPayload),
        };
    }

    private StreamClass StreamOf(TsdlBlock @event)
    {
        if (@event.Unsigned("stream_id") is { } id)
        {
            var stream = trace.Streams.Find(candidate => candidate.Id == id);
            return stream ?? throw cursor.Fault(@event.At, $"the event belongs to stream {id}, which there is not");
        }

        return trace.Streams.Count == 1 ? trace.Streams[0] : throw cursor.Fault(@event.At, "with several streams, each event needs a stream_id");
    }

    private StructureFieldClass? BindScope(TsdlType.Structure? type, FieldScope scope)
    {
        if (type is null) return null;
        _scope = scope;
        var structure = BindStructure(type, isRoot: true);
        _resolver.Complete(scope, structure);
        return structure;
    }

    private StructureFieldClass BindStructure(TsdlType.Structure type, bool isRoot = false)
    {
        var members = _resolver.Open();
        foreach (var (name, member) in type.Members)
        {
            var shown = Shown(name, type.Members);
            var takesRole = isRoot || _scope == FieldScope.EventHeader;
            members.Add(new(shown, Bind(member, takesRole ? TsdlRoles.Of(_scope, name) : FieldRoles.None)));
        }

        _resolver.Close();
        return new(members, type.Alignment);
    }

    private FieldClass Bind(TsdlType type, FieldRoles role = FieldRoles.None)
    {
        if (++_fields > MaximumFields) throw cursor.Fault(cursor.Next, $"more than {MaximumFields} fields");
        _used.Add(type);
        return type switch
        {
            TsdlType.Integer integer => BindInteger(integer, role),
            TsdlType.Real real => real.Field,
            TsdlType.Text => new StringFieldClass(),
            TsdlType.Structure structure => BindStructure(structure),
            TsdlType.Variant variant => BindVariant(variant),
            TsdlType.Array { Element: TsdlType.Integer { IsText: true, Size: 8, Alignment: 8 } } text => new StaticLengthStringFieldClass(text.Length),
            TsdlType.Array array => new StaticArrayFieldClass(Bind(array.Element), array.Length)
            {
                Roles = role == FieldRoles.MetadataStreamUuid && array is { Length: 16, Element: TsdlType.Integer { Size: 8, Alignment: 8 } } ? role : FieldRoles.None,
            },
            TsdlType.Sequence sequence => BindSequence(sequence),
            _ => throw new InvalidOperationException(type.GetType().Name),
        };
    }

    private FieldClass BindSequence(TsdlType.Sequence sequence)
    {
        if (sequence.Length[0] == "env") return BindEnvironmentArray(sequence);
        var (location, length) = _resolver.Resolve(sequence.Length, sequence.At);
        if (length is not IntegerFieldClass { IsSigned: false }) throw cursor.Fault(sequence.At, "the length of a sequence must be an unsigned integer");
        return sequence.Element is TsdlType.Integer { IsText: true, Size: 8, Alignment: 8 }
            ? new DynamicLengthStringFieldClass(location)
            : new DynamicArrayFieldClass(Bind(sequence.Element), location);
    }

    private FieldClass BindEnvironmentArray(TsdlType.Sequence sequence)
    {
        var name = string.Join('.', sequence.Length.AsSpan(1)!);
        var entry = trace.Environment.Find(candidate => candidate.Name == name);
        if (entry.Name is null || entry.Text is not null || entry.Number < 0) throw cursor.Fault(sequence.At, $"the environment has no length '{name}'");
        return Bind(new TsdlType.Array(sequence.Element, (ulong)entry.Number));
    }

    private VariantFieldClass BindVariant(TsdlType.Variant variant)
    {
        if (variant.Tag is null) throw cursor.Fault(variant.At, "a variant needs a tag");
        var (location, tag) = _resolver.Resolve(variant.Tag, variant.At);
        if (tag is not IntegerFieldClass { IsEnumeration: true } selector) throw cursor.Fault(variant.At, "the tag of a variant must be an enumeration");
        var options = new List<VariantOption>();
        foreach (var (name, type) in variant.Options)
        {
            var label = TsdlNames.Unescape(name);
            var ranges = selector.Mappings.Where(mapping => mapping.Label == name).ToList();
            if (ranges.Count == 0) ranges = selector.Mappings.Where(mapping => TsdlNames.Unescape(mapping.Label) == label).ToList();
            options.Add(new(Shown(name, variant.Options), [.. ranges.SelectMany(static mapping => mapping.Ranges)], Bind(type)));
        }

        if (options.TrueForAll(static option => option.Ranges.Count == 0)) throw cursor.Fault(variant.At, "the tag of the variant has a label for none of its options");
        return new(location, options);
    }

    private IntegerFieldClass BindInteger(TsdlType.Integer integer, FieldRoles role)
    {
        var clock = integer.Clock is { } name ? _resolver.Clock(name) : null;
        var isTime = (role & (FieldRoles.DefaultClockTimestamp | FieldRoles.PacketEndDefaultClockTimestamp)) != 0;
        if (clock is not null && _scope == FieldScope.EventHeader && role == FieldRoles.None) (role, isTime) = (FieldRoles.DefaultClockTimestamp, true);
        if (isTime && clock is null) clock = ImplicitClock();
        if (isTime && clock is null) role = FieldRoles.None;
        if (isTime) _streamClock ??= clock;
        if (role == FieldRoles.MetadataStreamUuid || (integer.IsSigned && role != FieldRoles.None)) role = FieldRoles.None;
        return new(integer.Size, integer.IsSigned, integer.Alignment)
        {
            ByteOrder = integer.ByteOrder,
            Base = integer.Base,
            IsEnumeration = integer.Labels is not null,
            Mappings = integer.Labels ?? [],
            Roles = role,
            Clock = clock,
        };
    }

    /// <summary>A timestamp that names no clock is on the only clock; when there is none at all, on one that counts nanoseconds.</summary>
    private ClockClass? ImplicitClock()
    {
        if (trace.Clocks.Count == 0) trace.Clocks.Add(new() { Name = "default" });
        return trace.Clocks.Count == 1 ? trace.Clocks[0] : null;
    }

    /// <summary>A name without its first underscore, unless that makes two fields of one name.</summary>
    private static string Shown(string name, List<(string Name, TsdlType Type)> siblings)
    {
        var shown = TsdlNames.Unescape(name);
        return shown == name || siblings.Exists(sibling => sibling.Name == shown) ? name : shown;
    }
}
