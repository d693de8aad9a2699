namespace Braid.Tracing;

/// <summary>Says how the field of a tracepoint's parameter, or of a member of a structure that is passed as one, is named and shown.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class TraceFieldAttribute : Attribute
{
    /// <summary>Names the field after the parameter.</summary>
    public TraceFieldAttribute()
    {
    }

    /// <summary>Names the field <paramref name="name"/>: 1 to 100 letters, digits or <c>_</c>, not starting with a digit; unique in its event.</summary>
    public TraceFieldAttribute(string name) => Name = name;

    /// <summary>The name of the field; null: the parameter's or member's.</summary>
    public string? Name { get; }

    /// <summary>In which base an integer, or the integers of an array, are shown.</summary>
    public TraceBase Base { get; set; }

    /// <summary>
    /// The bytes of the integer, or of each integer of an array, are in network order already, as those of an address from a
    /// packet: they are recorded as they are, and readers turn them round.
    /// </summary>
    public bool NetworkOrder { get; set; }

    /// <summary>The value is there for filters (<c>braid record --filter</c>) and not recorded: LTTng's <c>_nowrite</c> fields. Of whole parameters only.</summary>
    public bool FilterOnly { get; set; }
}
