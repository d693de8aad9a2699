using Braid.Linux.Ftrace;
using Braid.Linux.Interop;

namespace Braid.Linux.Probes;

/// <summary>tracefs: one scratch instance, in which everything that can be is tried. The rest has names of its own and is undone.</summary>
internal sealed class TracefsProbes : IDisposable
{
    private const string Mounted = "mount -t tracefs nodev " + TracefsMount.DefaultPath;
    private const string AsRoot = "run as root";

    private readonly Lazy<TracefsMount> _mount = new(TracefsMount.Open);
    private readonly Lazy<TracefsInstance> _instance;

    internal TracefsProbes() => _instance = new(() => TracefsInstance.Create(_mount.Value, "mono", 256 << 10));

    /// <summary>Null when tracefs cannot be used.</summary>
    internal TracefsMount? Mount => _mount.IsValueCreated ? _mount.Value : null;

    internal IEnumerable<Probe> All()
    {
        yield return new("tracefs", TracefsMount.DefaultPath, "all kernel events", $"as root: {Mounted}; kernel: CONFIG_TRACING=y", () => _mount.Value.Path);
        yield return new("tracefs instance", "instances/", "a recording's own buffers and switches", AsRoot, () => _instance.Value.Name);
        yield return new("kernel events", "available_events", "kernel tracepoints", "kernel: CONFIG_EVENT_TRACING=y", CountEvents);
        yield return InInstance("trace clock x86-tsc", "trace_clock", "x86-tsc", "one clock for kernel and user events (fast)", "use --clock monotonic");
        yield return InInstance("trace clock mono", "trace_clock", "mono", "one clock for kernel and user events", "kernel 3.17 or later");
        yield return new("sub-buffer size", "buffer_subbuf_size_kb", "reading 64 KiB at a time", "kernel 6.8 or later; 4 KiB is used", SubBufferSize);
        yield return InInstance("system call events", "events/syscalls/sys_enter_getppid/enable", "1", "--syscall: system calls by name", "kernel: CONFIG_FTRACE_SYSCALLS=y");
        yield return InInstance("raw system calls", "events/raw_syscalls/sys_enter/enable", "1", "system calls by number", "kernel: CONFIG_HAVE_SYSCALL_TRACEPOINTS=y");
        yield return InInstance("trace marker", "trace_marker", "braid doctor", "marks in kernel traces", AsRoot);
        yield return InInstance("pid filter", "set_event_pid", $"{Environment.ProcessId}", "--pid for kernel events", "kernel 4.4 or later");
        yield return InInstance("pid filter follows forks", "options/event-fork", "1", "--pid for kernel events", "kernel 4.7 or later");
        yield return InInstance("event filter", "events/sched/sched_switch/filter", "prev_pid == 1", "filters in the kernel", AsRoot);
        yield return Trigger("trigger traceoff", "traceoff:1", "stopping at an event", "kernel 3.14 or later");
        yield return Trigger("trigger stacktrace", "stacktrace:1", "stacks of single events", "kernel: CONFIG_STACKTRACE=y");
        yield return Trigger("trigger snapshot", "snapshot:1", "snapshots at an event", "kernel: CONFIG_TRACER_SNAPSHOT=y");
        yield return Trigger("trigger hist", "hist:keys=prev_pid", "counting in the kernel", "kernel: CONFIG_HIST_TRIGGERS=y");
        yield return new("uprobes", "uprobe_events", "--userspace-probe", "kernel: CONFIG_UPROBE_EVENTS=y",
            () => Define("uprobe_events", "/proc/self/exe:0x0"));
        yield return new("kprobes", "kprobe_events", "--probe, --function", "kernel: CONFIG_KPROBES=y CONFIG_KPROBE_EVENTS=y",
            () => Define("kprobe_events", "schedule"));
        yield return new("user_events", "user_events_data", "events of programs that use user_events", "kernel: CONFIG_USER_EVENTS=y", () => Open("user_events_data"));
        yield return new("function tracer", "current_tracer", "function graphs", "kernel: CONFIG_FUNCTION_TRACER=y; a lockdown may forbid it", FunctionTracer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_instance.IsValueCreated) _instance.Value.Dispose();
    }

    private Probe InInstance(string name, string file, string value, string usedFor, string fix) => new(name, file, usedFor, fix, () =>
    {
        // Tracing is on for the moment: a marker written while it is off fails with EBADF.
        _instance.Value.TracingOn = true;
        _instance.Value.Write(file, value);
        _instance.Value.TracingOn = false;
        return value;
    });

    private Probe Trigger(string name, string trigger, string usedFor, string fix) => new(name, "events/*/trigger", usedFor, fix, () =>
    {
        const string file = "events/sched/sched_switch/trigger";
        _instance.Value.Write(file, trigger);
        _instance.Value.Write(file, $"!{trigger}", append: true);
        return trigger;
    });

    private string CountEvents() => $"{new EventCatalogue(_mount.Value).All.Count} events";

    private string SubBufferSize()
    {
        _instance.Value.Write("buffer_subbuf_size_kb", "64");
        return $"{_instance.Value.Read("buffer_subbuf_size_kb").Trim()} KiB";
    }

    private string Open(string file)
    {
        using var handle = KernelFile.Open($"{_mount.Value.Path}/{file}", Libc.ReadWrite);
        return "opened";
    }

    private string FunctionTracer()
    {
        _instance.Value.Write("current_tracer", "function");
        _instance.Value.Write("current_tracer", "nop");
        return "function";
    }

    /// <summary>Defines a probe that is never enabled, and removes it. The file is shared by all: append, never truncate.</summary>
    private string Define(string file, string place)
    {
        var (path, name) = ($"{_mount.Value.Path}/{file}", $"braid_{Environment.ProcessId}/doctor");
        KernelFile.Write(path, $"p:{name} {place}", append: true);
        KernelFile.Write(path, $"-:{name}", append: true);
        return place;
    }
}
