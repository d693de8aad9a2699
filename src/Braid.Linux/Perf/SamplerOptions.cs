namespace Braid.Linux.Perf;

/// <summary>What is sampled, and how.</summary>
public sealed record SamplerOptions
{
    /// <summary>Samples per second and CPU, while it is busy.</summary>
    public required int Frequency { get; init; }

    /// <summary>The process, with its threads and what they start; null for all processes.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Bytes of user stack to copy with each sample, a multiple of 8, for unwinding by the files' tables; 0: the kernel follows frame pointers.</summary>
    public int StackBytes { get; init; }

    /// <summary>Bytes of buffer per CPU, a power of two; less when this user may not lock so much.</summary>
    public int BufferBytes { get; init; } = 8 << 20;
}
