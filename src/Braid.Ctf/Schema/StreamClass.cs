namespace Braid.Ctf.Schema;

/// <summary>What the data streams of one kind have in common: the layout around each event record. CTF: data stream class.</summary>
public sealed class StreamClass
{
    /// <summary>The id in the packet header; 0 when there is but one class.</summary>
    public ulong Id { get; init; }

    /// <summary>CTF 2 <c>name</c>.</summary>
    public string? Name { get; init; }

    /// <summary>CTF 2 <c>namespace</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>CTF 2 <c>uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary>The clock of the timestamps of these streams; null when they have none.</summary>
    public ClockClass? DefaultClock { get; set; }

    /// <summary>Follows the packet header in each packet; null when absent.</summary>
    public StructureFieldClass? PacketContext { get; set; }

    /// <summary>Starts each event record; null when absent.</summary>
    public StructureFieldClass? EventHeader { get; set; }

    /// <summary>Follows the event header in each event record (CTF 1.8 <c>stream.event.context</c>); null when absent.</summary>
    public StructureFieldClass? EventCommonContext { get; set; }

    /// <summary>The event record classes, unique by <see cref="EventClass.Id"/>.</summary>
    public List<EventClass> Events { get; } = [];

    /// <summary>Where the metadata declares it: line and column; of a schema made otherwise, its start.</summary>
    internal string Place { get; init; } = "1:1";
}
