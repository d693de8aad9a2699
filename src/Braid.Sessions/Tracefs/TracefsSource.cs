using Braid.Ctf.Schema;
using Braid.Linux.Ftrace;
using Braid.Linux.Processes;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// Kernel events through an instance of tracefs of our own: one ring buffer and one stream per CPU. Sub-buffers are read
/// whole and become one packet each.
/// </summary>
public sealed class TracefsSource : ISnapshotSource
{
    private readonly EventSelection _selection;
    private readonly TracefsInstance _instance;
    private readonly List<EventClass> _events = [];
    private readonly List<(CpuStream Stream, uint Cpu)> _streams = [];
    private readonly Func<DomainTrace>? _createSnapshot;

    /// <summary>
    /// Makes the instance and describes the events in <paramref name="trace"/>, whose metadata it writes; nothing is
    /// recorded yet. Instances that dead processes left are removed first.
    /// </summary>
    /// <param name="mount">Where tracefs is.</param>
    /// <param name="selection">The events.</param>
    /// <param name="options">Clock and buffers.</param>
    /// <param name="trace">The trace of the kernel domain, with <see cref="EventContext"/>; stays the caller's.</param>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused; nothing is left of the instance.</exception>
    public TracefsSource(TracefsMount mount, EventSelection selection, TracefsOptions options, DomainTrace trace)
        : this(mount, selection, createSnapshot: null, options)
    {
        try
        {
            Begin(trace);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes an instance that overwrites its oldest events, of which nothing is moved but by <see cref="TakeSnapshot"/>.
    /// </summary>
    /// <param name="mount">Where tracefs is.</param>
    /// <param name="selection">The events.</param>
    /// <param name="options">Clock and buffers.</param>
    /// <param name="createSnapshot">Makes the trace of a snapshot, with <see cref="EventContext"/>; it stays the caller's, who disposes it after <see cref="TakeSnapshot"/>.</param>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused; nothing is left of the instance.</exception>
    public TracefsSource(TracefsMount mount, EventSelection selection, TracefsOptions options, Func<DomainTrace> createSnapshot)
        : this(mount, selection, createSnapshot, options)
    {
    }

    private TracefsSource(TracefsMount mount, EventSelection selection, Func<DomainTrace>? createSnapshot, TracefsOptions options)
    {
        _selection = selection;
        _createSnapshot = createSnapshot;
        mount.Sweep();
        var plans = new EventPlan?[selection.Events.Count == 0 ? 0 : selection.Events.Max(e => selection.Catalogue.Format(e).Id) + 1];
        foreach (var name in selection.Events)
        {
            var (eventClass, plan) = PlanBuilder.Build(selection.Catalogue.Format(name));
            _events.Add(eventClass);
            plans[eventClass.Id] = plan;
        }

        _instance = TracefsInstance.Create(mount, options.Clock, options.BufferBytesPerCpu, options.SubBufferBytes, overwrite: createSnapshot is not null);
        try
        {
            if (options.Pids.Count > 0) _instance.TracePids(options.Pids);
            foreach (var cpu in Cpus.Online)
            {
                _streams.Add((new(_instance.OpenCpu(cpu), new(plans, cpu, _instance.SubBufferSize)), (uint)cpu));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The context of every event record: the thread, which the ring buffer gives for nothing.</summary>
    public static StructureFieldClass EventContext { get; } = new([new("tid", new IntegerFieldClass(32, signed: true))], 8);

    /// <inheritdoc/>
    public SourceTotals Totals => _streams.Aggregate(default(SourceTotals), (sum, cpu) => sum + cpu.Stream.Totals);

    /// <summary>The instance, for what only the kernel can tell: its files are at <see cref="TracefsInstance.Path"/>.</summary>
    public TracefsInstance Instance => _instance;

    /// <inheritdoc/>
    public void Start()
    {
        _instance.Enable(_selection.Catalogue, _selection.Events.Where(e => e != EventCatalogue.Print));
        _instance.TracingOn = true;
    }

    /// <inheritdoc/>
    public int Drain(bool flush)
    {
        if (_createSnapshot is null) return _streams.Sum(cpu => cpu.Stream.Drain(flush));
        if (!flush) return 0;
        foreach (var (stream, _) in _streams) stream.Watch();
        return 0;
    }

    /// <inheritdoc/>
    public int TakeSnapshot()
    {
        Begin(_createSnapshot!());
        var packets = _streams.Sum(static cpu => cpu.Stream.TakeSnapshot());
        foreach (var (stream, _) in _streams) stream.LeaveTrace();
        return packets;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _instance.TracingOn = false;
        _instance.DisableAll();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The kernel keeps an instance whose buffers are open.
        foreach (var (stream, _) in _streams) stream.Dispose();
        _instance.Dispose();
    }

    /// <summary>The event class that a trace has for <paramref name="name"/>.</summary>
    public static EventClass Describe(EventCatalogue catalogue, EventName name) => PlanBuilder.Build(catalogue.Format(name)).Class;

    private void Begin(DomainTrace trace)
    {
        trace.Events.AddRange(_events);
        trace.WriteMetadata();
        foreach (var (stream, cpu) in _streams) stream.MoveTo(trace.CreateStream(cpu));
    }
}
