namespace Braid.Linux.Bpf;

/// <summary>What a program can be attached to, by the numbers in <c>include/uapi/linux/bpf.h</c>.</summary>
public enum BpfProgramType
{
    /// <summary>kprobes and uprobes.</summary>
    Probe = 2,

    /// <summary>An event of tracefs, through perf_event_open(2).</summary>
    Tracepoint = 5,

    /// <summary>A perf event: a timer, a counter.</summary>
    PerfEvent = 7,

    /// <summary>A tracepoint of the kernel by its name; its context is an array of u64, the tracepoint's arguments.</summary>
    RawTracepoint = 17,

    /// <summary>A tracepoint whose arguments have types that the verifier knows from BTF, so that what they point to can be loaded.</summary>
    TypedTracepoint = 26,
}
