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
public sealed class TracefsSource : ISnapshotSource
{
    private readonly EventSelection _selection;
    private readonly TracefsInstance _instance;
    private readonly List<EventClass> _events = [];
    private readonly List<(CpuStream Stream, uint Cpu)> _streams = [];
    private readonly Func<DomainTrace>? _createSnapshot;
    private readonly TracefsOptions _options;
    private readonly TaskWatch? _tasks;
    private readonly TaskProcesses _processes = new(static () => { });

    /// <summary>The trace that is written; in overwrite mode, null between snapshots.</summary>
    private DomainTrace? _trace;

    /// <summary>What is being read of the state, and where it goes.</summary>
    private KernelStateDump? _state;
    private StreamFileWriter? _stateStream;
    private long _stateEvents, _stateBytes;
    private bool _isDisposed;

    /// <summary>
    /// Makes the instance and describes the events in <paramref name="trace"/>, whose metadata it writes; nothing is
    /// recorded yet. Instances that dead processes left are removed first.
    /// </summary>
    /// <param name="mount">Where tracefs is.</param>
    /// <param name="selection">The events.</param>
    /// <param name="options">Clock and buffers.</param>
    /// <param name="trace">The trace of the kernel domain, with the <see cref="ContextOf"/> the options' contexts; stays the caller's.</param>
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
    /// <param name="createSnapshot">Makes the trace of a snapshot, with the <see cref="ContextOf"/> the options' contexts; it stays the caller's, who disposes it after <see cref="TakeSnapshot"/>.</param>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused; nothing is left of the instance.</exception>
    public TracefsSource(TracefsMount mount, EventSelection selection, TracefsOptions options, Func<DomainTrace> createSnapshot)
        : this(mount, selection, createSnapshot, options)
    {
    }

    private TracefsSource(TracefsMount mount, EventSelection selection, Func<DomainTrace>? createSnapshot, TracefsOptions options)
    {
        _selection = selection;
        _createSnapshot = createSnapshot;
        _options = options;
        mount.Sweep();
        var plans = new EventPlan?[selection.Events.Count == 0 ? 0 : selection.Events.Max(e => selection.Catalogue.Format(e).Id) + 1];
        foreach (var name in selection.Events)
        {
            var (eventClass, plan) = PlanBuilder.Build(selection.Catalogue.Format(name), options.Version, selection.Names.GetValueOrDefault(name));
            _events.Add(eventClass);
            plans[eventClass.Id] = plan;
        }

        _instance = TracefsInstance.Create(mount, options.Clock, options.BufferBytesPerCpu, options.SubBufferBytes, overwrite: createSnapshot is not null);
        try
        {
            if (plans.Any(static plan => plan is { NeedsProcesses: true })) _tasks = TaskWatch.TryCreate(mount, selection.Catalogue, options.Clock);
            if (_tasks is not null) _processes = _tasks.Processes;
            if (options.Pids.Count > 0) _instance.TracePids(options.Pids);
            if (options.ExcludedPids.Count > 0) _instance.ExcludePids(options.ExcludedPids);
            if (options.Tids.Count > 0) _instance.TraceThreads(options.Tids);
            foreach (var (name, filter) in selection.Filters) _instance.Filter(name, filter);
            foreach (var cpu in Cpus.Online)
            {
                _streams.Add((new(_instance.OpenCpu(cpu), new(plans, cpu, _instance.SubBufferSize, _processes, options.Contexts)), (uint)cpu));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The context of every event record without more contexts: the thread, which the ring buffer gives for nothing.</summary>
    public static StructureFieldClass EventContext { get; } = new([new("tid", new IntegerFieldClass(32, signed: true))], 8);

    /// <summary>The context with <paramref name="contexts"/> after the thread.</summary>
    public static StructureFieldClass ContextOf(IEnumerable<KernelContext> contexts) => new([.. EventContext.Members, .. contexts.Select(static c => c.Member)], 8);

    /// <inheritdoc/>
    public SourceTotals Totals => _streams.Aggregate(new SourceTotals(_stateEvents, _stateBytes, 0), (sum, cpu) => sum + cpu.Stream.Totals);

    /// <summary>The instance, for what only the kernel can tell: its files are at <see cref="TracefsInstance.Path"/>.</summary>
    public TracefsInstance Instance => _instance;

    /// <inheritdoc/>
    public void Start()
    {
        _tasks?.Start();
        _instance.Enable(_selection.Catalogue, _selection.Events.Where(e => e != EventCatalogue.Print));
        _instance.TracingOn = true;
        if (_createSnapshot is null && _options.StateClock is not null) DumpState();
    }

    /// <summary>
    /// Tells once more in the trace what there is: LTTng's <c>regenerate statedump</c>. Returns at once; until the next
    /// <see cref="Drain"/> has written it, another call does nothing. A snapshot has a state dump of its own.
    /// </summary>
    /// <exception cref="InvalidOperationException">The options ask for no state dump, or for snapshots.</exception>
    public void DumpState()
    {
        if (_createSnapshot is not null || _options.StateClock is not { } clock) throw new InvalidOperationException("the trace has no state dump");
        _state ??= new(clock, _options.Warn);
    }

    /// <inheritdoc/>
    public int Drain(bool flush)
    {
        if (flush) _tasks?.Drain();
        if (_createSnapshot is null)
        {
            var packets = _streams.Sum(cpu => cpu.Stream.Drain(flush));
            if (_state is { IsReady: true }) WriteState();
            return packets;
        }

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

        // Last, as reading it makes events itself.
        if (packets > 0 && _options.StateClock is { } clock)
        {
            _state = new(clock, _options.Warn);
            WriteState();
        }

        (_trace, _stateStream) = (null, null);
        return packets;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _instance.TracingOn = false;
        _instance.DisableAll();
        if (_state is not null) WriteState();
        if (_stateStream is null) return;

        // Else the time that all streams share, which readers can be asked for, would end with the state dump.
        var now = _options.StateClock!.Now();
        _stateStream.Write(new PacketInfo(now, now, 0), []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The kernel keeps an instance whose buffers are open.
        foreach (var (stream, _) in _streams) stream.Dispose();
        _instance.Dispose();
        _tasks?.Dispose();
        if (_processes.Guesses > 0 && !_isDisposed) _options.Warn($"{_processes.Guesses} threads had ended before their process could be found; sched_process_fork says that they were its first");
        _isDisposed = true;
    }

    /// <summary>The event class that a trace has for <paramref name="name"/>.</summary>
    public static EventClass Describe(EventCatalogue catalogue, EventName name) => PlanBuilder.Build(catalogue.Format(name)).Class;

    private void Begin(DomainTrace trace)
    {
        _trace = trace;
        trace.Events.AddRange(_events);
        if (_options.StateClock is not null) trace.Class.Streams.Add(KernelStateEvents.StreamClass(trace.Class.Clocks[0], EventContext));
        trace.WriteMetadata();
        foreach (var (stream, cpu) in _streams) stream.MoveTo(trace.CreateStream(cpu));
    }

    private void WriteState()
    {
        _stateStream ??= _trace!.CreateStream(_trace.Class.Streams[^1], "statedump", cpu: 0);
        var before = _stateStream.BytesWritten;
        _stateEvents += _state!.Write(_stateStream);
        _stateBytes += _stateStream.BytesWritten - before;
        _state = null;
    }
}
