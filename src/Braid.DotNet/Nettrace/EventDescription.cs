namespace Braid.DotNet.Nettrace;

/// <summary>What the metadata of a stream says of one kind of event. Immutable; readers hand out one object per kind.</summary>
public sealed class EventDescription
{
    /// <summary>Counts the kinds of a stream from 0, in the order of their metadata.</summary>
    public required int Number { get; init; }

    /// <summary>For example <c>System.Runtime</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The number of the event in its provider.</summary>
    public required int EventId { get; init; }

    /// <summary>The name; empty for events of the runtime itself.</summary>
    public required string Name { get; init; }

    /// <summary>The bits of the provider's keywords that enable the event.</summary>
    public ulong Keywords { get; init; }

    /// <summary>The version of the layout.</summary>
    public int Version { get; init; }

    /// <summary>0 (always), 1 (critical) to 5 (verbose).</summary>
    public int Level { get; init; }

    /// <summary>1 for start, 2 for stop, 0 when the metadata has none.</summary>
    public int Opcode { get; init; }

    /// <summary>The payload; empty when there is none and for events of the runtime itself.</summary>
    public IReadOnlyList<NettraceField> Fields { get; init; } = [];
}
