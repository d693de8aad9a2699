namespace Braid.DotNet.Nettrace;

/// <summary>One event. The spans are the reader's and valid during the call they are passed to.</summary>
public readonly ref struct NettraceEvent
{
    /// <summary>Its kind.</summary>
    public required EventDescription Description { get; init; }

    /// <summary>When, in ticks.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The thread that the event is about, as the kernel numbers it (in the process's PID namespace).</summary>
    public required long ThreadId { get; init; }

    /// <summary>The process of the thread; 0 when the stream does not say.</summary>
    public required long ProcessId { get; init; }

    /// <summary>The CPU that wrote the event; -1 when unknown.</summary>
    public required int Processor { get; init; }

    /// <summary>The activity it belongs to, or zeros.</summary>
    public required Guid ActivityId { get; init; }

    /// <summary>The activity that caused it, or zeros.</summary>
    public required Guid RelatedActivityId { get; init; }

    /// <summary>What else the stream says of it (version 6), as <c>name=value</c> in the order of the stream; else empty.</summary>
    public required string Labels { get; init; }

    /// <summary>Instruction pointers, innermost first, each of <see cref="TraceStart.PointerSize"/> bytes.</summary>
    public required ReadOnlySpan<byte> Stack { get; init; }

    /// <summary>The fields, as <see cref="Description"/> says.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }
}
