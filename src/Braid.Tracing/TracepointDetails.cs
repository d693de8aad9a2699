namespace Braid.Tracing;

/// <summary>What a tracepoint says of itself beside its name and fields; traces carry it with the event class.</summary>
public sealed record TracepointDetails
{
    /// <summary>How severe the event is.</summary>
    public TraceLevel Level { get; init; } = TraceLevel.DebugLine;

    /// <summary>For people: what the event means. One line; up to 4096 bytes of UTF-8 are kept.</summary>
    public string? Description { get; init; }

    /// <summary>The same of the provider.</summary>
    public string? ProviderDescription { get; init; }

    /// <summary>Where a model of the event is found: LTTng's and CTF 1.8's <c>model.emf.uri</c>.</summary>
    public string? ModelUri { get; init; }
}
