using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>
/// A program that this recorder reads, with the recorder's lock on its file. Attached on one thread, then used by one
/// thread at a time.
/// </summary>
internal sealed partial class AttachedProgram : IRingTrace, IDisposable
{
    /// <summary>
    /// A claim lasts as long as one event, unless its thread is preempted or stopped meanwhile: all rings together are
    /// waited for this long.
    /// </summary>
    private const int ClaimWaitMilliseconds = 500;

    /// <summary>The same while recording goes on: what is missed is taken the next time, and other sources wait.</summary>
    private const int PassingClaimWaitMilliseconds = 5;

    private readonly RingSourceOptions _options;
    private readonly ProgramFileName _name;
    private readonly ProgramMemory _memory;
    private readonly ProgramFileReader _reader;
    private readonly TracedProgram _program;
    private readonly RingReader[] _rings;
    private readonly RingSizes _sizes;

    /// <summary>The control words of all rings, read twice: what differs is being written.</summary>
    private readonly RingControl[] _before, _after;

    /// <summary>True while rules are in force. Once they are not, an event that does not get committed in time is lost.</summary>
    private bool _isWanted;

    /// <summary>True once the rings have memory.</summary>
    private bool _hasMemory;

    private byte[]? _buffer;

    private AttachedProgram(RingSourceOptions options, ProgramFileName name, ProgramMemory memory, ProgramFileReader reader, bool isDeferred)
    {
        _isDeferred = isDeferred;
        _options = options;
        _name = name;
        _memory = memory;
        _reader = reader;
        _program = reader.Describe(options.Clock);
        _sizes = RingSizes.Of(options);
        _rings = new RingReader[reader.Cpus * RingLayout.RingsPerCpu];
        _before = new RingControl[_rings.Length];
        _after = new RingControl[_rings.Length];
        var flags = (options.ThreadId ? RingFlags.ThreadId : 0)
            | (_program.Clock == RingClock.CycleCounter ? RingFlags.CycleCounter : 0)
            | (isDeferred ? RingFlags.Deferred : 0)
            | (options.Overwrite ? RingFlags.Overwrite : 0);
        for (var i = 0; i < _rings.Length; i++)
        {
            var (size, count) = Geometry(i);
            _rings[i] = new(memory, ControlAt(i), RingLayout.RingAt(reader.Cpus, i), size, count, flags, (uint)(i / RingLayout.RingsPerCpu))
            {
                BlockingTimeout = options.BlockingTimeout == Timeout.InfiniteTimeSpan ? ulong.MaxValue : (ulong)options.BlockingTimeout.TotalNanoseconds,
            };
        }
    }

    public ProgramFileName FileName => _name;

    public TracedProgram Program => _program;

    /// <summary>True once the program is dead and all that it left has been drained.</summary>
    public bool IsFinished { get; private set; }

    /// <inheritdoc/>
    public byte[] Buffer => _buffer ??= GC.AllocateUninitializedArray<byte>(Geometry(0).Size);

    public SourceTotals Totals
    {
        get
        {
            var totals = default(SourceTotals);
            foreach (var ring in _rings)
            {
                var discarded = (long)Math.Min(ring.Discarded, long.MaxValue);
                totals += new SourceTotals(ring.Events, ring.Bytes, discarded) { Overwritten = (long)Math.Min(ring.Overwritten, long.MaxValue) };
            }

            return totals;
        }
    }

    /// <summary>
    /// Attaches to a live program: takes the recorder's lock, makes its rings usable and tells it the rules. Null, with a
    /// reason when people should know it, when the program is not to be recorded.
    /// </summary>
    public static AttachedProgram? TryAttach(ProgramFileName name, RingSourceOptions options, ProgramRules rules, out string? reason)
    {
        reason = null;
        var file = RingNative.TryOpen(name.Path, RingNative.ReadWrite);
        if (file == null) return null; // gone already
        ProgramMemory? memory = new(file, name.Path);
        AttachedProgram? program = null;
        try
        {
            // The name of a file is anybody's claim; its owner is not.
            if (!name.IsOfOwner(RingNative.Owner(file)) || !OfdLock.IsHeld(memory.Fd, RingLayout.ProgramLock)) return null;
            var reader = new ProgramFileReader(memory, name);
            reader.ReadHeader();
            if (options.Pids is { } pids && !pids.Contains(name.FindProcess() ?? name.Pid))
            {
                Answer(memory);
                return null;
            }

            var isDeferred = options.Contexts.Count > 0 || rules.Filters.Length > 0;
            if (isDeferred && !ProgramExtras.AreKnown(reader))
            {
                Answer(memory);
                reason = $"program {name.Pid} uses a Braid.Tracing that knows no contexts and filters and is left out";
                return null;
            }

            if (!OfdLock.TryTake(memory.Fd, RingLayout.RecorderLock))
            {
                reason = $"program {name.Pid} is being recorded by another session and is left out";
                return null;
            }

            if (options.Overwrite && (reader.Header.Features & RingLayout.OverwriteBit) == 0)
            {
                Answer(memory);
                reason = $"program {name.Pid} is left out: its Braid.Tracing is too old for snapshots";
                return null;
            }

            memory.Map(RingLayout.EventTableAt(reader.Cpus));
            program = new AttachedProgram(options, name, memory, reader, isDeferred);
            reason = program.DescribeUnread();
            program._stateDump = StateDump.TryTake(program.Program, name); // while the program waits: it may be short-lived
            program.Configure(rules);
            if (options.BlockingTimeout != TimeSpan.Zero && (reader.Header.Features & RingLayout.BlockingBit) == 0)
            {
                var never = $"program {name.Pid} never waits for the recorder: BRAID_ALLOW_BLOCKING was not in its environment when it started";
                reason = reason is null ? never : $"{reason}; {never}";
            }

            Answer(memory);
            var attached = program;
            program = null;
            memory = null;
            return attached;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            reason = $"program {name.Pid} is left out: {e.Message}";
            return null;
        }
        finally
        {
            program?._stateDump?.Dispose();
            program?.Dispose();
            memory?.Dispose();
        }
    }

    /// <summary>
    /// Finds out what addresses of the program mean, for its trace. The one call that the attaching thread makes, once, after
    /// it has handed the program over; until it returns the program does not finish.
    /// </summary>
    public void ReadState(Action<string> warn) => _stateDump?.Read(warn);

    /// <summary>Moves what is ready. After a program's death everything it committed is ready.</summary>
    /// <returns>The number of packets.</returns>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public int Drain(bool flush)
    {
        if (IsFinished) return 0;
        var isDead = !OfdLock.IsHeld(_memory.Fd, RingLayout.ProgramLock); // before the states are read, so that they are the last
        var packets = 0;
        var deadline = _isWanted ? Environment.TickCount64 + PassingClaimWaitMilliseconds : Deadline();
        ReadControls(0, _rings.Length);
        for (var i = 0; i < _rings.Length; i++)
        {
            var ring = _rings[i];
            if (!ring.IsConfigured)
            {
                if (!isDead) ring.TryConfigure(deadline: 0, Now());
                continue;
            }

            if (_isDeferred && !isDead) ring.TryDefer(deadline: 0);

            if (ring.IsGivenUp) continue;
            if (isDead) ring.GiveUp(_after[i]); // after what it had committed, below
            var isBusy = flush && !isDead && !(RingReader.IsQuiet(_before[i], _after[i]) && (_isWanted || _after[i].Waiting == 0));
            packets += isBusy ? DrainBusy(i, deadline) : ring.Drain(this, _before[i], _after[i], flush || isDead);
            if (flush || isDead) ring.TellLoss(this, _after[i].Last);
        }

        WriteState(time: null);
        if (isDead) TryFinish();
        return packets;
    }

    /// <summary>Leaves the program as if it had never been recorded: its events disabled, its memory returned.</summary>
    public void Dispose()
    {
        CloseTrace();
        _stateDump = null;
        try
        {
            if (!IsFinished) Leave();
        }
        catch (InvalidDataException)
        {
            // The program has broken its file: there is nothing in it to leave in order.
        }

        _memory.Dispose();
    }

    private ulong Now() => StateDump.Now(_program);

    private static long Deadline() => Environment.TickCount64 + ClaimWaitMilliseconds;

    private static long ControlAt(int ring) => RingLayout.RingControlsAt + (long)ring * RingControl.Size;

    /// <summary>The program need not wait for us any longer.</summary>
    private static void Answer(ProgramMemory memory) => memory.Write(1u, RingLayout.ControlAt + ProgramControl.AnsweredAt);

    /// <summary>The rings are about to be emptied: one line for what a recorder that was killed has left in them.</summary>
    private string? DescribeUnread()
    {
        var rings = new RingsAtRest(_memory, _reader.Cpus);
        var events = rings.CountUnread();
        if (events == 0 && rings.Faults.Count == 0) return null;
        return $"program {_name.Pid}: {events} events that an interrupted recording has not read are given up{(rings.Faults.Count > 0 ? "; more cannot be counted" : "")}";
    }

    /// <summary>The rings first, then the rules, so that an enabled event finds them.</summary>
    private void Configure(ProgramRules rules)
    {
        try
        {
            _memory.Write(0u, RingLayout.ControlAt + ProgramControl.HasMemoryAt);
            _memory.Write(_options.Clocks(_program.Clock).Ahead(_program.ClockOffset).ForRings(), RingLayout.ControlAt + ProgramControl.ClockAt);
            _memory.Write(RingSize(0), RingLayout.ControlAt + ProgramControl.PrimarySizeAt);
            _memory.Write(RingSize(1), RingLayout.ControlAt + ProgramControl.SpareSizeAt);
            if (_isDeferred) ProgramExtras.Write(_memory, _reader.Cpus, _options.Contexts, rules.Filters);
            _filters = rules.Filters;
            if (Match(rules.Rules).Contains((byte)1)) GiveMemory();
            var (deadline, now) = (Deadline(), Now());
            foreach (var ring in _rings) ring.TryConfigure(deadline, now);
            SetRules(rules);
        }
        catch (IOException)
        {
            Answer(_memory);
            throw;
        }
    }

    private void ReadControls(int first, int count)
    {
        _memory.Read(_before.AsSpan(first, count), ControlAt(first));
        Interlocked.MemoryBarrier();
        _memory.Read(_after.AsSpan(first, count), ControlAt(first));
        Interlocked.MemoryBarrier(); // what they say is committed can be read
    }

    /// <summary>
    /// Drains a ring in which an event is being written: between that event and the next. When the event's thread has been
    /// stopped, what is before the event; and when no more events are wanted that one is given up.
    /// </summary>
    private int DrainBusy(int index, long deadline)
    {
        var ring = _rings[index];
        if (!_isWanted) ring.AwaitWaiting(deadline);
        var isClaimed = ring.TryClaim(deadline);
        ReadControls(index, 1);
        var packets = ring.Drain(this, _before[index], _after[index], all: true);
        if (isClaimed) ring.Release();
        if (!_isWanted && (!isClaimed || _after[index].Waiting > 0)) ring.GiveUp(_after[index]);
        return packets;
    }

    private void Leave()
    {
        SetRules(ProgramRules.None);
        var deadline = Deadline();
        for (var i = 0; i < _rings.Length; i++)
        {
            if (_rings[i].TryRetire(_rings[i].IsGivenUp ? 0 : deadline)) Punch(i);
        }

        _memory.Write(0u, RingLayout.ControlAt + ProgramControl.HasMemoryAt);
        _memory.Write(default(RecordingClock), RingLayout.ControlAt + ProgramControl.ClockAt);
    }

    /// <summary>
    /// All memory that the program may write is there before it may, so that it never gets a SIGBUS. A program none of whose
    /// events are wanted gets none; when it registers one that is, it gives the memory itself.
    /// </summary>
    private void GiveMemory()
    {
        if (_hasMemory) return;
        for (var i = 0; i < _rings.Length; i++)
        {
            try
            {
                _memory.Allocate(RingLayout.RingAt(_reader.Cpus, i), RingSize(i));
            }
            catch (IOException e)
            {
                throw new IOException($"no memory in {RingLayout.Directory} for its buffers: {e.Message}", e);
            }
        }

        _hasMemory = true;
        _memory.Write(1u, RingLayout.ControlAt + ProgramControl.HasMemoryAt);
    }

    private void Punch(int ring)
    {
        try
        {
            _memory.Punch(RingLayout.RingAt(_reader.Cpus, ring), RingLayout.RingStride);
        }
        catch (IOException)
        {
            // The memory goes with the program then.
        }
    }

    private uint RingSize(int ring) => (uint)Geometry(ring).Size * (uint)Geometry(ring).Count;

    private (int Size, int Count) Geometry(int ring) => ring % RingLayout.RingsPerCpu == 0 ? _sizes.Primary : _sizes.Spare;
}
