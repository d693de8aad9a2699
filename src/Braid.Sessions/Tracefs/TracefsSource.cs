using Braid.Ctf.Schema;
using Braid.Linux.Ftrace;
using Braid.Linux.Processes;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// Kernel events through an instance of tracefs of our own: one ring buffer and one stream per CPU. Sub-buffers are read
/// whole and become one packet each.
/// </summary>
public sealed class TracefsSource : IEventSource
{
    private readonly EventSelection _selection;
    private readonly TracefsInstance _instance;
    private readonly List<CpuStream> _streams = [];

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
    {
        _selection = selection;
        mount.Sweep();
        var plans = Describe(selection, trace);
        trace.WriteMetadata();
        _instance = TracefsInstance.Create(mount, options.Clock, options.BufferBytesPerCpu, options.SubBufferBytes);
        try
        {
            if (options.Pids.Count > 0) _instance.TracePids(options.Pids);
            foreach (var cpu in Cpus.Online)
            {
                var writer = trace.CreateStream((uint)cpu);
                _streams.Add(new(_instance.OpenCpu(cpu), new(plans, cpu, _instance.SubBufferSize), writer));
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
    public SourceTotals Totals => _streams.Aggregate(default(SourceTotals), (sum, stream) => sum + stream.Totals);

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
        var packets = 0;
        foreach (var stream in _streams) packets += stream.Drain(flush);
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
        foreach (var stream in _streams) stream.Dispose();
        _instance.Dispose();
    }

    /// <summary>The event class that a trace has for <paramref name="name"/>.</summary>
    public static EventClass Describe(EventCatalogue catalogue, EventName name) => PlanBuilder.Build(catalogue.Format(name)).Class;

    private static EventPlan?[] Describe(EventSelection selection, DomainTrace trace)
    {
        var plans = new EventPlan?[selection.Events.Count == 0 ? 0 : selection.Events.Max(e => selection.Catalogue.Format(e).Id) + 1];
        foreach (var name in selection.Events)
        {
            var (eventClass, plan) = PlanBuilder.Build(selection.Catalogue.Format(name));
            trace.Events.Add(eventClass);
            plans[eventClass.Id] = plan;
        }

        return plans;
    }
}
