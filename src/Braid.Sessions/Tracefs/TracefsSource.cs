using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Ftrace;
using Braid.Linux.Processes;
using Braid.Sessions.State;

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
    private readonly TracefsOptions _options;
    private readonly DomainTrace _trace;
    private readonly TaskWatch? _tasks;
    private readonly TaskProcesses _processes = new(static () => { });
    private KernelStateDump? _state;
    private StreamFileWriter? _stateStream;
    private long _stateEvents;
    private bool _isDisposed;

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
        _options = options;
        _trace = trace;
        mount.Sweep();
        var plans = Describe(selection, trace);
        if (options.StateClock is not null) trace.Class.Streams.Add(KernelStateEvents.StreamClass(trace.Class.Clocks[0], EventContext));
        trace.WriteMetadata();
        _instance = TracefsInstance.Create(mount, options.Clock, options.BufferBytesPerCpu, options.SubBufferBytes);
        try
        {
            if (plans.Any(static plan => plan is { NeedsProcesses: true })) _tasks = TaskWatch.TryCreate(mount, selection.Catalogue, options.Clock);
            if (_tasks is not null) _processes = _tasks.Processes;
            if (options.Pids.Count > 0) _instance.TracePids(options.Pids);
            foreach (var cpu in Cpus.Online)
            {
                var writer = trace.CreateStream((uint)cpu);
                _streams.Add(new(_instance.OpenCpu(cpu), new(plans, cpu, _instance.SubBufferSize, _processes), writer));
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
    public SourceTotals Totals => _streams.Aggregate(new SourceTotals(_stateEvents, _stateStream?.BytesWritten ?? 0, 0), (sum, stream) => sum + stream.Totals);

    /// <summary>The instance, for what only the kernel can tell: its files are at <see cref="TracefsInstance.Path"/>.</summary>
    public TracefsInstance Instance => _instance;

    /// <inheritdoc/>
    public void Start()
    {
        _tasks?.Start();
        _instance.Enable(_selection.Catalogue, _selection.Events.Where(e => e != EventCatalogue.Print));
        _instance.TracingOn = true;
        if (_options.StateClock is not null) DumpState();
    }

    /// <summary>
    /// Tells once more in the trace what there is: LTTng's <c>regenerate statedump</c>. Returns at once; until the next
    /// <see cref="Drain"/> has written it, another call does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The options ask for no state dump.</exception>
    public void DumpState() =>
        _state ??= new(_options.StateClock ?? throw new InvalidOperationException("the trace has no state dump"), _options.Warn);

    /// <inheritdoc/>
    public int Drain(bool flush)
    {
        var packets = 0;
        if (flush) _tasks?.Drain();
        foreach (var stream in _streams) packets += stream.Drain(flush);
        if (_state is { IsReady: true }) WriteState();
        return packets;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _instance.TracingOn = false;
        _instance.DisableAll();
        if (_state is not null) WriteState();
        CloseState();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The kernel keeps an instance whose buffers are open.
        foreach (var stream in _streams) stream.Dispose();
        _instance.Dispose();
        _tasks?.Dispose();
        if (_processes.Guesses > 0 && !_isDisposed) _options.Warn($"{_processes.Guesses} threads had ended before their process could be found; sched_process_fork says that they were its first");
        _isDisposed = true;
    }

    /// <summary>The event class that a trace has for <paramref name="name"/>.</summary>
    public static EventClass Describe(EventCatalogue catalogue, EventName name) => PlanBuilder.Build(catalogue.Format(name)).Class;

    private void WriteState()
    {
        _stateStream ??= _trace.CreateStream(_trace.Class.Streams[^1], "statedump", cpu: 0);
        _stateEvents += _state!.Write(_stateStream);
        _state = null;
    }

    private void CloseState()
    {
        if (_stateStream is null) return;

        // Else the time that all streams share, which readers can be asked for, would end with the state dump.
        var now = _options.StateClock!.Now();
        _stateStream.Write(new PacketInfo(now, now, 0), []);
    }

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
