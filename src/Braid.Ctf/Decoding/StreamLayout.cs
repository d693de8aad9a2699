using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>The plans of a stream class and its event classes.</summary>
internal sealed class StreamLayout
{
    private const int DirectIds = 4096;

    private readonly Field? _context;
    private readonly Field? _header;
    private readonly Field? _common;
    private readonly List<(EventClass Class, Field? Specific, Field? Payload)> _events = [];
    private readonly List<EventLayout> _layouts = [];
    private readonly EventLayout?[] _direct;
    private readonly Dictionary<ulong, EventLayout> _others = [];

    public StreamLayout(TraceLayout trace, StreamClass streamClass, PlanCompiler compiler)
    {
        Trace = trace;
        Class = streamClass;
        compiler.Place = streamClass.Place;
        _context = compiler.Build(streamClass.PacketContext, FieldScope.PacketContext);
        _header = compiler.Build(streamClass.EventHeader, FieldScope.EventHeader);
        _common = compiler.Build(streamClass.EventCommonContext, FieldScope.EventCommonContext);
        foreach (var eventClass in streamClass.Events)
        {
            compiler.Place = eventClass.Place;
            var specific = compiler.Build(eventClass.SpecificContext, FieldScope.EventSpecificContext);
            _events.Add((eventClass, specific, compiler.Build(eventClass.Payload, FieldScope.EventPayload)));
        }

        _direct = new EventLayout?[streamClass.Events.Count == 0 ? 0 : (int)Math.Min(DirectIds, streamClass.Events.Max(static e => e.Id) + 1)];
        HasEventId = streamClass.EventHeader is { } header && FieldsWithRole(header, FieldRoles.EventRecordClassId);
    }

    /// <summary>Makes the plans, once all fields of the trace are built.</summary>
    public void Finish(PlanCompiler compiler, int firstSegment)
    {
        compiler.Segments = firstSegment;
        PacketContext = compiler.Finish(_context);
        EventHeader = compiler.Finish(_header);
        EventCommonContext = compiler.Finish(_common);
        Header = LttngHeader.KindOf(Class.EventHeader, Class.DefaultClock);
        if (Header != LttngHeaderKind.None && IsReferredTo(_header!.Fields[0].Register)) Header = LttngHeaderKind.None;
        HeaderEndsOnByte = Header != LttngHeaderKind.None || EventHeader is { IsOneRun: true, Alignment: >= 8 };
        var segments = Segments = compiler.Segments;
        foreach (var (eventClass, specific, payload) in _events)
        {
            compiler.Segments = segments;
            var layout = new EventLayout(this, eventClass, compiler.Finish(specific), compiler.Finish(payload), _layouts.Count);
            _layouts.Add(layout);
            if (eventClass.Id < (ulong)_direct.Length) _direct[eventClass.Id] = layout;
            else _others.Add(eventClass.Id, layout);
            Segments = Math.Max(Segments, compiler.Segments);
        }

        Layouts = [.. _layouts];
        if (Header != LttngHeaderKind.None)
        {
            foreach (var field in _header!.Fields) field.Segment = Field.Lazy(field.Segment);
        }

        if (Header == LttngHeaderKind.Large) Usual = [.. _direct.Select(static layout => layout is { HasUsualPlan: true } ? new(layout.BodyBits, layout.BodySegment, layout.Index, layout.BodyRest.Length > 0) : UsualEvent.None)];
        Single = _events.Count == 1 ? Find(_events[0].Class.Id) : null;
    }

    public TraceLayout Trace { get; }
    public StreamClass Class { get; }
    public Scope? PacketContext { get; private set; }
    public Scope? EventHeader { get; private set; }
    public Scope? EventCommonContext { get; private set; }

    /// <summary>The layouts of all event classes.</summary>
    public EventLayout[] Layouts { get; private set; } = [];

    /// <summary>By id, the events that <see cref="LttngHeaderKind.Large"/> announces and whose plan has only simple steps.</summary>
    public UsualEvent[] Usual { get; private set; } = [];

    /// <summary>Segments that a cursor needs.</summary>
    public int Segments { get; private set; }

    /// <summary>Which of LTTng's event headers this is.</summary>
    public LttngHeaderKind Header { get; private set; }

    /// <summary>Whether what follows the event header starts on a byte in every event.</summary>
    public bool HeaderEndsOnByte { get; private set; }

    public bool HasEventId { get; }

    /// <summary>The only event class; null when there are none or several.</summary>
    public EventLayout? Single { get; private set; }

    public EventLayout? Find(ulong id) => id < (ulong)_direct.Length ? _direct[id] : _others.GetValueOrDefault(id);

    /// <summary>Whether a field of an event takes its length or selector from a register, which the own paths of LTTng's headers do not fill.</summary>
    private bool IsReferredTo(int register)
    {
        return Refers(_common) || _events.Exists(item => Refers(item.Specific) || Refers(item.Payload));

        bool Refers(Field? field) => field is not null && (field.LengthRegister == register || Array.Exists(field.Fields, Refers));
    }

    private static bool FieldsWithRole(FieldClass field, FieldRoles role) => field switch
    {
        IntegerFieldClass integer => (integer.Roles & role) != 0,
        VariableLengthIntegerFieldClass integer => (integer.Roles & role) != 0,
        StructureFieldClass structure => structure.Members.Any(member => FieldsWithRole(member.Class, role)),
        VariantFieldClass variant => variant.Options.Any(option => FieldsWithRole(option.Class, role)),
        OptionalFieldClass optional => FieldsWithRole(optional.Content, role),
        _ => false,
    };
}
