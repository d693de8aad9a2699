using Braid.Ctf.Schema;
using Braid.Script.Filters;
using Braid.Sessions.Bpf;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Probes;
using Braid.Sessions.Rings;
using Braid.Sessions.Sampling;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Recording;

/// <summary>What to record and where to.</summary>
public sealed record RecordingOptions
{
    /// <summary>The directory to make; see <see cref="TraceDirectory.Create"/>.</summary>
    public required string Directory { get; init; }

    /// <summary>Written to the trace environment as <c>trace_name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Globs over kernel events, LTTng's name, the mainline name, or <c>subsystem:event</c>; or names of <see cref="EventGroup"/>s.</summary>
    public IReadOnlyList<string> KernelEvents { get; init; } = [];

    /// <summary>Globs over system call names without <c>sys_</c>.</summary>
    public IReadOnlyList<string> SystemCalls { get; init; } = [];

    /// <summary>Which of the kernel events and system calls the kernel records; null for all. One that lacks a field of it is left out.</summary>
    public FilterExpression? KernelFilter { get; init; }

    /// <summary>What goes with each kernel event after the thread id, which always does.</summary>
    public IReadOnlyList<KernelContext> KernelContexts { get; init; } = [];

    /// <summary>Whether a kernel trace tells what there is at its start.</summary>
    public bool StateDump { get; init; } = true;

    /// <summary>Kernel events only of these threads, not of what they fork; empty for all.</summary>
    public IReadOnlyList<int> ThreadIds { get; init; } = [];

    /// <summary>No kernel events of these processes, nor of what they fork.</summary>
    public IReadOnlyList<int> ExcludedProcessIds { get; init; } = [];

    /// <summary>Where system calls come from.</summary>
    public KernelSource KernelSource { get; init; } = KernelSource.Auto;

    /// <summary>What goes with each system call after the thread id, which always does; through eBPF only.</summary>
    public IReadOnlyList<TaskContext> TaskContexts { get; init; } = [];

    /// <summary>Probes to place in programs and libraries.</summary>
    public IReadOnlyList<UserProbe> UserProbes { get; init; } = [];

    /// <summary>Probes to place in the kernel.</summary>
    public IReadOnlyList<KernelProbe> KernelProbes { get; init; } = [];

    /// <summary>Globs over <c>provider:event</c> of programs that use Braid.Tracing.</summary>
    public IReadOnlyList<string> UserEvents { get; init; } = [];

    /// <summary>What to sample of what the CPUs execute; null for nothing.</summary>
    public SampleRequest? Samples { get; init; }

    /// <summary>What to record of .NET processes; null for nothing.</summary>
    public DotnetRequest? Dotnet { get; init; }

    /// <summary>Globs over events that are left out although <see cref="UserEvents"/> has them.</summary>
    public IReadOnlyList<string> UserExclusions { get; init; } = [];

    /// <summary>
    /// Instead of <see cref="UserEvents"/>, their levels and exclusions: rules of docs/formats/ring.md, which
    /// <see cref="RecordingSession.SetUserRules"/> may change later; none is possible. Null: those say it.
    /// </summary>
    public IReadOnlyList<string>? UserRules { get; init; }

    /// <summary>The log levels of <see cref="UserEvents"/>; null for all.</summary>
    public LogLevelLimit? UserLogLevel { get; init; }

    /// <summary>What goes with each of <see cref="UserEvents"/> after the thread id, which always does.</summary>
    public IReadOnlyList<UserContext> UserContexts { get; init; } = [];

    /// <summary>Which of <see cref="UserEvents"/> the programs write; none: all.</summary>
    public IReadOnlyList<RuleFilter> UserFilters { get; init; } = [];

    /// <summary>Only this process and, for kernel events, what it forks; null for all.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The format of the trace.</summary>
    public CtfVersion Version { get; init; } = CtfVersion.Ctf18;

    /// <summary>Which clock gives the timestamps.</summary>
    public ClockChoice Clock { get; init; } = ClockChoice.Auto;

    /// <summary>
    /// Keeps events in the buffers, the newest replacing the oldest, and writes a snapshot of them, a trace of its own in
    /// <see cref="Directory"/>, for each <see cref="RecordingSession.RequestSnapshot"/> and at the end. Null: records all.
    /// Told of each snapshot, on the thread that takes it.
    /// </summary>
    public Action<Snapshot>? Snapshots { get; init; }

    /// <summary>Bytes of buffer per CPU and source; null for each source's own default.</summary>
    public long? BufferSize { get; init; }

    /// <summary>Bytes of a sub-buffer, a power of two, and the sub-buffers per CPU and source, one as well; null for each source's own default.</summary>
    public long? SubBufferSize { get; init; }

    /// <inheritdoc cref="SubBufferSize"/>
    public long? SubBufferCount { get; init; }

    /// <summary>The kernel's buffers, when they are not what the sizes above say; the clock in it is not used.</summary>
    public TracefsOptions? KernelBuffers { get; init; }

    /// <summary>How long threads of programs that allow it wait when their buffer is full: <see cref="Rings.RingSourceOptions.BlockingTimeout"/>.</summary>
    public TimeSpan BlockingTimeout { get; init; }
}
