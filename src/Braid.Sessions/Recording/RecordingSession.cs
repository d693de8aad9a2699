using System.Diagnostics;
using Braid.DotNet.Diagnostics;
using Braid.Linux.Clocks;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Recording;

/// <summary>
/// One recording from beginning to end: it finds what was asked for, makes the trace directory, runs the sources and leaves
/// a finished trace, or nothing. One thread at a time, except for the status members.
/// </summary>
public sealed class RecordingSession : IDisposable
{
    private readonly TraceDirectory _directory;
    private readonly RecordingOptions _options;
    private readonly TraceFactory _traces;
    private readonly List<(string Domain, IEventSource Source)> _sources = [];
    private readonly Stopwatch _watch = new();
    private Consumer? _consumer;

    /// <summary>Makes the traces of the snapshot that is taken. Owned by the consumer's thread.</summary>
    private TraceFactory? _snapshot;

    /// <summary>Snapshots that were kept, and the totals as of the last. Owned by the consumer's thread.</summary>
    private int _snapshots;
    private SourceTotals _totalsBefore;

    private RecordingSession(TraceDirectory directory, RecordingOptions options, TraceClock clock)
    {
        _directory = directory;
        _options = options;
        _traces = new TraceFactory(directory.Path, options, clock);
    }

    /// <summary>The absolute path of the trace.</summary>
    public string Directory => _directory.Path;

    /// <summary>Time since <see cref="Start"/>; stands still after <see cref="Stop"/>.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Totals per domain as of the consumer's last round. Thread-safe.</summary>
    public IReadOnlyList<DomainTotals> Domains =>
        _consumer is not { } consumer ? [] :
        [
            .. _sources.Zip(consumer.Totals, static (s, totals) => (s.Domain, Totals: totals)).GroupBy(static s => s.Domain)
                .Select(static domain => new DomainTotals(domain.Key, domain.Aggregate(default(SourceTotals), static (sum, s) => sum + s.Totals))),
        ];

    /// <summary>Totals of all domains. Thread-safe.</summary>
    public SourceTotals Totals => Domains.Aggregate(default(SourceTotals), (sum, domain) => sum + domain.Totals);

    /// <summary>What a command needs in its environment to be recorded as <see cref="DotnetRequest.IsForCommand"/> asks.</summary>
    public IReadOnlyDictionary<string, string> CommandEnvironment { get; private set; } = new Dictionary<string, string>();

    /// <summary>Ends when the recording has ended: by <see cref="Stop"/>, or early with an error.</summary>
    public Task Finished => _consumer?.Finished ?? Task.CompletedTask;

    /// <summary>
    /// Prepares a recording; nothing is recorded before <see cref="Start"/>. What earlier recordings left behind when they
    /// were killed is removed.
    /// </summary>
    /// <param name="options">What to record.</param>
    /// <param name="warn">Told, in one line each, what is left out and why. May be called from another thread.</param>
    /// <exception cref="RecordingException">Nothing that was asked for can be recorded, or it does not exist.</exception>
    /// <exception cref="IOException">The directory or a kernel interface refused.</exception>
    public static RecordingSession Create(RecordingOptions options, Action<string> warn)
    {
        UserPattern.Validate(options.UserEvents);
        UserPattern.Validate(options.UserExclusions);
        if (options.ProcessId is { } pid && !System.IO.Directory.Exists($"/proc/{pid}"))
            throw new RecordingException($"no process has the PID {pid}");
        if (options is { Dotnet: not null, Snapshots: not null }) throw new RecordingException("--snapshot cannot keep the events of .NET runtimes in memory; leave --dotnet out");
        if (options.Snapshots is not null && options.BlockingTimeout != TimeSpan.Zero)
            throw new RecordingException("--snapshot and --blocking-timeout exclude each other: a buffer that overwrites is never full");
        BufferSizes.Check(options);
        if (options is { Dotnet: not null, ProcessId: { } target }) DotNetProcess.Find(target);
        var clock = OpenClock(options.Clock);
        if (options.UserEvents.Count == 0) RingDirectory.Sweep(warn); // else the source does
        var kernel = KernelSelection.Find(options, warn);
        var directory = TraceDirectory.Create(options.Directory);
        var session = new RecordingSession(directory, options, clock);
        try
        {
            session.AddSources(kernel, warn);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Begins to record.</summary>
    public void Start()
    {
        _consumer = new Consumer([.. _sources.Select(s => s.Source)], _options.Snapshots is null ? null : TakeSnapshot);
        _watch.Start();
        _consumer.Start();
    }

    /// <summary>Asks for a snapshot of what the buffers hold now; without <see cref="RecordingOptions.Snapshots"/> nothing happens. Any thread.</summary>
    public void RequestSnapshot()
    {
        if (_options.Snapshots is not null) _consumer?.RequestSnapshot();
    }

    /// <summary>Ends the recording and finishes the trace.</summary>
    /// <returns>False when not a single trace came about: no program with tracepoints ran.</returns>
    /// <exception cref="RecordingException">The recording had to end early; what was recorded until then is kept.</exception>
    public bool Stop()
    {
        if (_consumer is null) return false;
        _consumer.Stop();
        _watch.Stop();
        ReleaseSources();
        var any = System.IO.Directory.EnumerateFiles(Directory, "metadata", SearchOption.AllDirectories).Any();
        if (any) _directory.Keep();
        if (_consumer.Finished.Exception is { } error)
        {
            var kept = any ? $"; the trace in {Directory} ends with the last whole packet of each stream" : "";
            throw new RecordingException(string.Join("; ", error.InnerExceptions.Select(e => e.Message).Distinct()) + kept, error);
        }

        return any;
    }

    /// <summary>Releases everything; a recording that was not stopped leaves no files.</summary>
    public void Dispose()
    {
        _consumer?.Dispose();
        ReleaseSources();
        _directory.Dispose();
    }

    private static TraceClock OpenClock(ClockChoice choice)
    {
        try
        {
            return choice switch
            {
                ClockChoice.Tsc => TraceClock.Open(ClockKind.Tsc),
                ClockChoice.Monotonic => TraceClock.Open(ClockKind.Monotonic),
                _ => TraceClock.OpenBest(),
            };
        }
        catch (NotSupportedException e)
        {
            throw new RecordingException($"--clock tsc: {e.Message}; use --clock mono", e);
        }
    }

    /// <summary>
    /// On the consumer's thread. The trace is named as LTTng names those of its first snapshot output: the number counts
    /// from 0. User-space buffers first: they are the smaller ones.
    /// </summary>
    private void TakeSnapshot()
    {
        var name = $"{TraceDirectory.DefaultName("snapshot-1", DateTimeOffset.UtcNow)}-{_snapshots}";
        using var directory = TraceDirectory.Create(Path.Combine(Directory, name));
        using (_snapshot = new TraceFactory(directory.Path, _options, _traces.Clock))
        {
            foreach (var (_, source) in Enumerable.Reverse(_sources)) ((ISnapshotSource)source).TakeSnapshot();
        }

        var totals = _sources.Aggregate(default(SourceTotals), static (sum, s) => sum + s.Source.Totals);
        var taken = totals - _totalsBefore;
        _totalsBefore = totals;
        var isKept = taken.Events + taken.Discarded > 0;
        if (isKept)
        {
            _snapshots++;
            directory.Keep();
            _directory.Keep();
        }

        _options.Snapshots!(new(isKept ? directory.Path : null, taken));
    }

    private void AddSources(KernelSelection? kernel, Action<string> warn)
    {
        var options = _options;
        var isSnapshot = options.Snapshots is not null;
        if (kernel is not null)
        {
            var source = BufferSizes.OfKernel(options) with
            {
                Clock = _traces.Clock.TracefsName,
                StateClock = _traces.Clock,
                Warn = warn,
                Pids = options.ProcessId is { } pid ? [pid] : [],
            };
            var sources = new KernelSources(kernel, options, source, _traces.Clock, warn);
            foreach (var one in isSnapshot ? [sources.CreateSnapshot(() => _snapshot!.CreateKernelTrace())] : sources.Create(_traces.CreateKernelTrace()))
                _sources.Add(("kernel", one));
        }

        if (options.UserEvents.Count > 0)
        {
            _sources.Add(("ust", new RingSource(new RingSourceOptions
            {
                CreateTrace = program => (_snapshot ?? _traces).CreateUserTrace(program),
                Overwrite = isSnapshot,
                Rules = UserPattern.Rules(options),
                Clocks = _traces.ClockOf,
                Pids = options.ProcessId is { } pid ? new HashSet<int> { pid } : null,
                Clock = _traces.Clock.Kind == ClockKind.Tsc ? RingClock.CycleCounter : RingClock.Monotonic,
                BufferSize = (int)Math.Min(options.BufferSize ?? 4 << 20, 64 << 20),
                SubBufferSize = (int?)options.SubBufferSize,
                SubBufferCount = (int?)options.SubBufferCount,
                BlockingTimeout = options.BlockingTimeout,
                Contexts = options.UserContexts,
                Filter = options.UserFilter,
                Warn = warn,
            })));
        }

        if (options.Dotnet is { } dotnet)
        {
            var source = new DotnetSource(new()
            {
                Request = dotnet,
                Pid = options.ProcessId,
                Clock = _traces.Clock,
                CreateTrace = (program, start) => _traces.CreateDotnetTrace(program, start, dotnet.Stacks),
                Warn = warn,
            });
            _sources.Add(("dotnet", source));
            if (source.CommandEnvironment is { } variable) CommandEnvironment = new Dictionary<string, string> { [variable.Key] = variable.Value };
        }
    }

    private void ReleaseSources()
    {
        foreach (var (_, source) in _sources) source.Dispose();
        _traces.Dispose();
    }
}
