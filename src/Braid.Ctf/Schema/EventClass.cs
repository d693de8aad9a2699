namespace Braid.Ctf.Schema;

/// <summary>The layout and name of the event records of one kind. CTF: event record class.</summary>
public sealed class EventClass
{
    /// <summary>The id in the event header; 0 when there is but one class.</summary>
    public ulong Id { get; init; }

    /// <summary>For example <c>sched_switch</c> or <c>shop:order_placed</c>.</summary>
    public string? Name { get; init; }

    /// <summary>CTF 2 <c>namespace</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>CTF 2 <c>uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary>LTTng's log level, 0 (emergency) to 14 (debug), when the event has one.</summary>
    public int? LogLevel { get; init; }

    /// <summary>CTF 1.8 <c>model.emf.uri</c>.</summary>
    public string? EmfUri { get; init; }

    /// <summary>What the event means, for people. Braid's own attribute in CTF 2; in CTF 1.8 a comment, which is not read back.</summary>
    public string? Description { get; init; }

    /// <summary>The same of what the event belongs to.</summary>
    public string? ProviderDescription { get; init; }

    /// <summary>Context of this event only, before the payload; null when absent.</summary>
    public StructureFieldClass? SpecificContext { get; init; }

    /// <summary>What the event says; null when it has no fields.</summary>
    public StructureFieldClass? Payload { get; init; }

    /// <summary>Where the metadata declares it: line and column; of a schema made otherwise, its start.</summary>
    internal string Place { get; init; } = "1:1";
}
