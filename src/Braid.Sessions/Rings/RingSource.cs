using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Sessions.Rings;

/// <summary>
/// The <c>ust</c> domain: records the tracepoints of programs that use Braid.Tracing, each program into its own trace.
/// Programs running at <see cref="Start"/> are attached by it, those that start later by a thread of the source within
/// milliseconds. A dead program's last events are drained like any others.
/// </summary>
public sealed class RingSource : ISnapshotSource
{
    /// <summary>Dead programs whose rings wait for the next snapshot: as many as are in memory at once, however many start and end.</summary>
    private const int MaxDead = 16;

    private readonly RingSourceOptions _options;

    /// <summary>As <see cref="Start"/> gives them to programs.</summary>
    private ProgramRules _rules;
    private readonly List<AttachedProgram> _programs = [];
    private SessionAdvert? _advert;
    private ProgramWatcher? _watcher;

    /// <summary>What programs that are gone have contributed.</summary>
    private SourceTotals _finished;

    /// <summary>Programs whose events were given up since the last snapshot, and those events.</summary>
    private int _abandoned;
    private long _abandonedEvents;

    /// <summary>Makes a source that does nothing until <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentException">The rules, or the contexts with the filter, are too long, or sub-buffers of that size and number are not possible.</exception>
    public RingSource(RingSourceOptions options)
    {
        _options = options;
        _ = RingSizes.Of(options);
        _rules = ProgramRules.Of(options.Rules, options.Filters, options.Contexts);
    }

    /// <summary>What has been moved and lost so far. Losses as of the last drain, events when their packet has been moved.</summary>
    public SourceTotals Totals => _programs.Aggregate(_finished, (totals, program) => totals + program.Totals);

    /// <summary>The programs attached now.</summary>
    public IReadOnlyList<TracedProgram> Programs => _programs.ConvertAll(p => p.Program);

    /// <summary>The stream class of the traces: <see cref="LttngLayout"/>'s on <paramref name="clock"/>, with <c>vtid</c> when asked for and then <paramref name="contexts"/>.</summary>
    public static StreamClass StreamClass(ClockClass clock, bool threadId, params IEnumerable<UserContext> contexts)
    {
        var members = contexts.Select(static context => context.Member).ToList();
        if (threadId) members.Insert(0, new("vtid", new IntegerFieldClass(32, signed: true)));
        return LttngLayout.StreamClass(clock, members.Count > 0 ? new StructureFieldClass(members, 8) : null);
    }

    /// <inheritdoc/>
    public void Start()
    {
        if (_watcher != null) return;
        RingDirectory.Sweep(_options.Warn);
        _advert = new SessionAdvert();
        SetRules(_rules);
        _watcher = new ProgramWatcher(_options, _rules, _programs.Select(p => p.FileName));
        TakeAttached();
    }

    /// <summary>Records other events from now on, or from the next <see cref="Start"/>.</summary>
    /// <exception cref="ArgumentException">The rules or filters are too long.</exception>
    public void ChangeRules(IReadOnlyList<string> rules, IReadOnlyList<RuleFilter> filters)
    {
        _rules = ProgramRules.Of(rules, filters, _options.Contexts);
        if (_watcher is not { } watcher) return;
        watcher.Rules = _rules;
        TakeAttached();
        SetRules(_rules);
    }

    /// <inheritdoc/>
    public int Drain(bool flush)
    {
        TakeAttached();
        if (!_options.Overwrite) return Read(program => program.Drain(flush));
        Read(static program =>
        {
            program.Watch();
            return 0;
        });
        while (_programs.Count(static program => program.IsDead) > MaxDead) Abandon(_programs.Find(static program => program.IsDead)!);
        return 0;
    }

    /// <inheritdoc/>
    public int TakeSnapshot()
    {
        TakeAttached();
        if (_abandoned > 0) _options.Warn($"{_abandonedEvents} events of {_abandoned} ended programs are given up: those of {MaxDead} wait for a snapshot");
        (_abandoned, _abandonedEvents) = (0, 0);
        return Read(static program => program.TakeSnapshot());
    }

    /// <inheritdoc/>
    public void Stop()
    {
        StopWatching();
        SetRules(ProgramRules.None);
    }

    /// <summary>Detaches from all programs. What has not been drained is lost.</summary>
    public void Dispose()
    {
        StopWatching();
        while (_programs.Count > 0) Remove(_programs.Count - 1);
    }

    private int Read(Func<AttachedProgram, int> read)
    {
        var packets = 0;
        for (var i = _programs.Count - 1; i >= 0; i--)
        {
            try
            {
                packets += read(_programs[i]);
                if (_programs[i].IsFinished) TellRefused(_programs[i]);
            }
            catch (InvalidDataException e)
            {
                LeaveOut(i, e);
                continue;
            }

            if (_programs[i].IsFinished) Remove(i);
        }

        return packets;
    }

    private void Abandon(AttachedProgram program)
    {
        var index = _programs.IndexOf(program);
        var before = program.Totals.Overwritten;
        try
        {
            program.Abandon();
        }
        catch (InvalidDataException e)
        {
            LeaveOut(index, e);
            return;
        }

        _abandoned++;
        _abandonedEvents += program.Totals.Overwritten - before;
        Remove(index);
    }

    private void SetRules(ProgramRules rules)
    {
        for (var i = _programs.Count - 1; i >= 0; i--)
        {
            try
            {
                _programs[i].SetRules(rules);
                TellRefused(_programs[i]);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                LeaveOut(i, e);
            }
        }
    }

    private void TellRefused(AttachedProgram program)
    {
        if (program.DescribeRefused() is { } warning) _options.Warn(warning);
    }

    private void StopWatching()
    {
        _advert?.Dispose();
        _advert = null;
        if (_watcher == null) return;
        _watcher.Dispose();
        TakeAttached();
        _watcher = null;
    }

    private void TakeAttached()
    {
        if (_watcher == null) return;
        var known = _programs.Count;
        while (_watcher.Attached.TryDequeue(out var program)) _programs.Add(program);

        // One that was being attached while the rules changed has those of before.
        if (_programs.FindIndex(known, program => program.Rules != _rules) >= 0) SetRules(_rules);
        while (_watcher.Warnings.TryDequeue(out var warning)) _options.Warn(warning);
    }

    private void LeaveOut(int index, Exception why)
    {
        _options.Warn($"program {_programs[index].Program.Pid} is left out from now on: {why.Message}");
        Remove(index);
    }

    private void Remove(int index)
    {
        var program = _programs[index];
        _finished += program.Totals;
        _programs.RemoveAt(index);
        program.Dispose();
    }
}
