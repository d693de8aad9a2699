namespace Braid.Tracing.Contexts;

/// <summary>Something about the program or the thread that goes with each event of a recording. Thread-safe; made once per recording.</summary>
internal abstract unsafe class ContextSource
{
    private const string Perf = "perf:thread:", Application = "$app.";

    /// <summary>How a filter reads the value.</summary>
    public abstract TraceField Field { get; }

    /// <summary>The most bytes that <see cref="Write"/> writes.</summary>
    public abstract int MaxSize { get; }

    /// <summary>Writes the value for the calling thread at <paramref name="to"/>.</summary>
    /// <returns>The byte after it.</returns>
    public abstract byte* Write(byte* to);

    /// <summary>An integer as a filter reads it.</summary>
    protected static TraceField Integer(int bytes, bool signed) => TraceField.Integer("context", bytes * 8, signed);

    /// <summary>A text as a filter reads it.</summary>
    protected static TraceField Text() => TraceField.Text("context");

    /// <summary>The context that LTTng, or docs/formats/ring.md, calls <paramref name="name"/>; null when there is none.</summary>
    public static ContextSource? Find(string name) => name switch
    {
        "vpid" => new ConstantContext<int>(Environment.ProcessId),
        "vtid" => new ThreadIdContext(),
        "cpu_id" => new CpuContext(),
        "procname" => new ThreadNameContext(),
        "pthread_id" => new PthreadIdContext(),
        "managed_thread_id" => new ManagedThreadIdContext(),
        "trace_id" => new ActivityContext(static activity => activity.TraceId.ToHexString(), length: 32),
        "span_id" => new ActivityContext(static activity => activity.SpanId.ToHexString(), length: 16),
        "managed_stack" => new ManagedStackContext(),
        "vuid" => new ConstantContext<uint>(Credentials.UserIds().Real),
        "veuid" => new ConstantContext<uint>(Credentials.UserIds().Effective),
        "vsuid" => new ConstantContext<uint>(Credentials.UserIds().Saved),
        "vgid" => new ConstantContext<uint>(Credentials.GroupIds().Real),
        "vegid" => new ConstantContext<uint>(Credentials.GroupIds().Effective),
        "vsgid" => new ConstantContext<uint>(Credentials.GroupIds().Saved),
        "cgroup_ns" or "ipc_ns" or "mnt_ns" or "net_ns" or "pid_ns" or "time_ns" or "user_ns" or "uts_ns" =>
            new ConstantContext<ulong>(Namespaces.Inode(name[..^3])),
        _ when name.StartsWith(Perf, StringComparison.Ordinal) => PerfCounterContext.TryMake(name[Perf.Length..]),
        _ when name.StartsWith(Application, StringComparison.Ordinal) => new ApplicationContext(TraceContext.Values(name[Application.Length..])),
        _ => null,
    };
}
