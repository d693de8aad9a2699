namespace Braid.Tracing;

/// <summary>
/// Marks a <c>static partial</c> method that returns a <see cref="TraceSpan"/>: it records <c>NAME_begin</c> with its
/// parameters, and the span records <c>NAME_end</c> when it is disposed. Both carry <c>span_id</c>, a number that no other
/// span of the process has at the time: its upper half is the thread's id, its lower half counts the thread's spans.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TraceSpanAttribute : Attribute
{
    /// <summary>Names the events after the method.</summary>
    public TraceSpanAttribute()
    {
    }

    /// <summary>Names the events <paramref name="name"/> with <c>_begin</c> and <c>_end</c>; see <see cref="TracepointAttribute(string)"/>.</summary>
    public TraceSpanAttribute(string name) => Name = name;

    /// <summary>The name without its ends; null: the method's name in snake case.</summary>
    public string? Name { get; }

    /// <summary>How severe the events are.</summary>
    public TraceLevel Level { get; set; } = TraceLevel.DebugLine;

    /// <summary>For people: what lies between the two events. Traces carry it, and <c>braid metadata</c> shows it.</summary>
    public string? Description { get; set; }

    /// <summary>Where a model of the events is found: LTTng's <c>model.emf.uri</c>, which <c>braid view -f emf</c> and babeltrace2 show.</summary>
    public string? ModelUri { get; set; }
}
