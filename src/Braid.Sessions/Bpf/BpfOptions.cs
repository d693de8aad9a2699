using Braid.Linux.Clocks;

namespace Braid.Sessions.Bpf;

/// <summary>How the rings of a <see cref="BpfSource"/> are set up.</summary>
public sealed record BpfOptions
{
    /// <summary>The clock of the trace's clock class.</summary>
    public required TraceClock Clock { get; init; }

    /// <summary>Bytes of ring per CPU; rounded up to a power of two.</summary>
    public long BufferBytesPerCpu { get; init; } = 16 << 20;

    /// <summary>About how many bytes a packet has.</summary>
    public int PacketBytes { get; init; } = 64 << 10;

    /// <summary>Only these processes, with their threads and what they fork from now on; empty: all.</summary>
    public IReadOnlyList<int> Pids { get; init; } = [];

    /// <summary>What goes with each event after the thread, which always does.</summary>
    public IReadOnlyList<TaskContext> Contexts { get; init; } = [];
}
