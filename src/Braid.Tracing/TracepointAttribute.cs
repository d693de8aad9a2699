namespace Braid.Tracing;

/// <summary>Marks a <c>static partial void</c> method as a tracepoint; its parameters are the fields of the event.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracepointAttribute : Attribute
{
    /// <summary>Names the event after the method: <c>OrderPlaced</c> becomes <c>order_placed</c>.</summary>
    public TracepointAttribute()
    {
    }

    /// <summary>Names the event <paramref name="name"/>: 1 to 100 letters, digits, <c>_</c>, <c>-</c>, <c>.</c> or <c>:</c>.</summary>
    public TracepointAttribute(string name) => Name = name;

    /// <summary>The second part of the event's name; null: the method's name in snake case.</summary>
    public string? Name { get; }

    /// <summary>How severe the event is.</summary>
    public TraceLevel Level { get; set; } = TraceLevel.DebugLine;

    /// <summary>For people: what the event means. Traces carry it, and <c>braid metadata</c> shows it.</summary>
    public string? Description { get; set; }

    /// <summary>Where a model of the event is found: LTTng's <c>model.emf.uri</c>, which <c>braid view -f emf</c> and babeltrace2 show.</summary>
    public string? ModelUri { get; set; }
}
