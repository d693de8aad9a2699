using Braid.Ctf.Schema;
using Braid.DotNet.Nettrace;
using Braid.DotNet.Runtime;

namespace Braid.DotNet.Conversion;

/// <summary>
/// One kind of event of a nettrace stream and its event classes in CTF. Usually that is one class; a payload with more
/// bytes than its fields take gets a class with a <c>rest</c>, and one that does not fit its description a class of bytes.
/// Classes are made when the first event needs them.
/// </summary>
internal sealed class EventWriter
{
    private readonly List<EventClass> _classes;
    private readonly EventDescription _description;
    private readonly string _name;
    private readonly PayloadPlan? _plan;
    private readonly PayloadPlan? _planWithRest;
    private readonly PayloadPlan _rawPlan = PlanBuilder.Raw();

    /// <summary>The ids of the three classes; null before they are made.</summary>
    private ulong? _id, _idWithRest, _rawId;

    public EventWriter(EventDescription description, int pointerSize, List<EventClass> classes)
    {
        _classes = classes;
        _description = description;
        var (name, fields) = (description.Name, description.Fields);
        var isDescribed = fields.Count > 0;
        if (!isDescribed && RuntimeEvents.Find(description) is { } known)
        {
            (name, fields) = (name.Length > 0 ? name : known.Name, known.Fields);
            isDescribed = true;
        }

        _name = $"{description.Provider}:{(name.Length > 0 ? name : $"Event{description.EventId}")}";
        _plan = PlanBuilder.Build(fields, pointerSize, hasRest: false);
        if (isDescribed) _planWithRest = PlanBuilder.Build(fields, pointerSize, hasRest: true);
    }

    /// <summary>The name of its classes.</summary>
    public string Name => _name;

    /// <summary>Whether it has been said that its fields are not known.</summary>
    public bool IsKnownToBeRaw { get; set; }

    /// <summary>Chooses the class of an event.</summary>
    /// <param name="payload">The payload of the event.</param>
    /// <param name="scratch">Takes the payload as it will stand in the trace.</param>
    /// <param name="isRaw">True when the fields are not known or not as described.</param>
    public ulong Convert(ReadOnlySpan<byte> payload, RecordBuffer scratch, out bool isRaw)
    {
        scratch.Clear();
        isRaw = false;
        if (_plan is not null && _plan.TryWrite(payload, scratch, out var left))
        {
            if (left == 0) return _id ??= Add(_plan);
            scratch.Clear();
            if (_planWithRest is not null && _planWithRest.TryWrite(payload, scratch, out _)) return _idWithRest ??= Add(_planWithRest);
        }

        scratch.Clear();
        isRaw = true;
        if (!_rawPlan.TryWrite(payload, scratch, out _)) throw new InvalidDataException($"{_name}: an event of {payload.Length} bytes");
        return _rawId ??= Add(_rawPlan);
    }

    private ulong Add(PayloadPlan plan)
    {
        var id = (ulong)_classes.Count;
        _classes.Add(new EventClass { Id = id, Name = _name, LogLevel = LogLevel(_description.Level), Payload = plan.Class });
        return id;
    }

    /// <summary>LTTng's level for one of .NET.</summary>
    private static int? LogLevel(int level) => level switch
    {
        1 => 2, // critical
        2 => 3, // error
        3 => 4, // warning
        4 => 6, // information
        5 => 14, // debug
        _ => null,
    };
}
