using Braid.Ctf.Schema;
using Braid.Linux.Clocks;

namespace Braid.Sessions.Tracefs;

/// <summary>How the kernel's ring buffers are set up.</summary>
public sealed record TracefsOptions
{
    /// <summary>The trace clock: <c>x86-tsc</c> or <c>mono</c>, the clock of the trace's clock class.</summary>
    public required string Clock { get; init; }

    /// <summary>The format of the traces that are written.</summary>
    public CtfVersion Version { get; init; } = CtfVersion.Ctf18;

    /// <summary>Bytes of ring buffer per CPU. 16 MiB held 1.2 M events at full speed without loss.</summary>
    public long BufferBytesPerCpu { get; init; } = 16 << 20;

    /// <summary>Bytes of a sub-buffer, a power of two; it becomes one packet. Smaller when the kernel refuses.</summary>
    public int SubBufferBytes { get; init; } = 64 << 10;

    /// <summary>Only these processes, with their threads and what they fork from now on; empty: all.</summary>
    public IReadOnlyList<int> Pids { get; init; } = [];

    /// <summary>Only these threads, not what they fork; empty: all. Not together with <see cref="Pids"/> or <see cref="ExcludedPids"/>.</summary>
    public IReadOnlyList<int> Tids { get; init; } = [];

    /// <summary>Not these processes, with their threads and what they fork from now on.</summary>
    public IReadOnlyList<int> ExcludedPids { get; init; } = [];

    /// <summary>What goes with each event after the thread id; the traces' event context must be <see cref="TracefsSource.ContextOf"/> these.</summary>
    public IReadOnlyList<KernelContext> Contexts { get; init; } = [];

    /// <summary>The trace's clock, when the trace is to tell first what there was at the start, as LTTng's state dump; null: it does not.</summary>
    public TraceClock? StateClock { get; init; }

    /// <summary>Told, in one line each, what could not be read of that. May be called from another thread.</summary>
    public Action<string> Warn { get; init; } = static _ => { };
}
