using System.Numerics;
using System.Text;
using Braid.Rings;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Rings;

/// <summary>
/// A program that this recorder reads, with the recorder's lock on its file. Attached on one thread, then used by one
/// thread at a time.
/// </summary>
internal sealed unsafe class AttachedProgram : IDisposable
{
    /// <summary>
    /// A claim lasts as long as one event, unless its thread is preempted or stopped meanwhile: all rings together are
    /// waited for this long.
    /// </summary>
    private const int ClaimWaitMilliseconds = 500;

    private readonly RingSourceOptions _options;
    private readonly ProgramFileName _name;
    private readonly SafeFileHandle _file;
    private readonly ProgramFileReader _reader;
    private readonly TracedProgram _program;
    private readonly byte* _map;
    private readonly RingReader[] _rings;
    private DomainTrace? _trace;

    /// <summary>Events of the trace that <see cref="PrepareTrace"/> has described.</summary>
    private int _described;

    private AttachedProgram(RingSourceOptions options, ProgramFileName name, SafeFileHandle file, ProgramFileReader reader)
    {
        _options = options;
        _name = name;
        _file = file;
        _reader = reader;
        _program = reader.Describe(options.Clock);
        _map = RingNative.MapFile(file, RingLayout.FileSize(reader.Cpus));
        _rings = new RingReader[reader.Cpus * RingLayout.RingsPerCpu];
        var flags = (options.ThreadId ? RingFlags.ThreadId : 0)
            | (_program.Clock == RingClock.CycleCounter ? RingFlags.CycleCounter : 0);
        for (var i = 0; i < _rings.Length; i++)
        {
            var (size, count) = Geometry(i);
            _rings[i] = new(Controls + i, _map, RingLayout.RingAt(reader.Cpus, i), size, count, flags);
        }
    }

    public ProgramFileName FileName => _name;

    public TracedProgram Program => _program;

    /// <summary>True once the program is dead and all that it left has been drained.</summary>
    public bool IsFinished { get; private set; }

    public SourceTotals Totals
    {
        get
        {
            var totals = default(SourceTotals);
            foreach (var ring in _rings)
            {
                var discarded = (long)Math.Min(ring.Discarded, long.MaxValue);
                totals += new SourceTotals(ring.Events, ring.Bytes, discarded);
            }

            return totals;
        }
    }

    private RingControl* Controls => (RingControl*)(_map + RingLayout.RingControlsAt);

    private ProgramControl* Control => (ProgramControl*)(_map + RingLayout.ControlAt);

    private ProgramHeader* Header => (ProgramHeader*)_map;

    /// <summary>
    /// Attaches to a live program: takes the recorder's lock, gives its rings memory and tells it the rules. Null, with a
    /// reason when people should know it, when the program is not to be recorded.
    /// </summary>
    public static AttachedProgram? TryAttach(ProgramFileName name, RingSourceOptions options, byte[] rules, out string? reason)
    {
        reason = null;
        var file = RingNative.TryOpen(name.Path, RingNative.ReadWrite);
        if (file == null) return null; // gone already
        AttachedProgram? program = null;
        try
        {
            // The name of a file is anybody's claim; its owner is not.
            if (RingNative.Owner(file) != name.Uid || !OfdLock.IsHeld(file.Fd(), RingLayout.ProgramLock)) return null;
            var reader = new ProgramFileReader(file, name);
            reader.ReadHeader();
            if (options.Pids is { } pids && !pids.Contains(name.Pid))
            {
                Answer(file);
                return null;
            }

            if (!OfdLock.TryTake(file.Fd(), RingLayout.RecorderLock))
            {
                reason = $"program {name.Pid} is being recorded by another session and is left out";
                return null;
            }

            program = new AttachedProgram(options, name, file, reader);
            program.AllocateRings();
            var deadline = Deadline();
            foreach (var ring in program._rings) ring.TryConfigure(deadline);
            program.SetRules(rules);
            Volatile.Write(ref program.Control->Answered, 1);
            var attached = program;
            program = null;
            file = null;
            return attached;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            reason = $"program {name.Pid} is left out: {e.Message}";
            return null;
        }
        finally
        {
            program?.Dispose();
            file?.Dispose();
        }
    }

    /// <summary>
    /// Tells the program which events are wanted. The memory order argument is at the program's side, ProgramFile: rules
    /// first, a full fence, then the events registered so far.
    /// </summary>
    /// <exception cref="InvalidDataException">The event table is broken.</exception>
    public void SetRules(byte[] rules)
    {
        var generation = Volatile.Read(ref Control->Generation) | 1; // odd also when a recorder died in here
        Volatile.Write(ref Control->Generation, generation);
        Interlocked.MemoryBarrier();
        Control->RulesLength = (uint)rules.Length;
        rules.CopyTo(new Span<byte>(Control->Rules, ProgramControl.MaxRules));
        Volatile.Write(ref Control->Generation, generation + 1);
        Interlocked.MemoryBarrier();
        _reader.ReadEvents(Volatile.Read(ref Header->EventCount));
        for (var i = 0; i < _reader.Events.Count; i++)
        {
            var isWanted = Glob.MatchesAny(rules, Encoding.UTF8.GetBytes(_reader.Events[i].Name!));
            Volatile.Write(ref _map[RingLayout.EnabledAt + i], isWanted ? (byte)1 : (byte)0);
        }
    }

    /// <summary>Moves what is ready. After a program's death everything it committed is ready.</summary>
    /// <returns>The number of packets.</returns>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public int Drain(bool flush)
    {
        if (IsFinished) return 0;
        var isDead = !OfdLock.IsHeld(_file.Fd(), RingLayout.ProgramLock); // before the states are read, so that they are the last
        var packets = 0;
        var deadline = Deadline();
        foreach (var ring in _rings)
        {
            if (!isDead) ring.TryConfigure(deadline: 0);
            if (flush && !isDead) ring.TryFlush(deadline);
            packets += ring.Drain(this, isDead);
            if (flush || isDead) ring.TellLoss(this);
        }

        if (isDead)
        {
            File.Delete(_name.Path);
            CloseTrace();
            IsFinished = true;
        }

        return packets;
    }

    /// <summary>The trace, made when first asked for, with all events that a committed record can have described in its metadata.</summary>
    public DomainTrace PrepareTrace()
    {
        // The caller has read a ring's state with acquire order: events in it were registered before.
        _reader.ReadEvents(Volatile.Read(ref Header->EventCount));
        _trace ??= _options.CreateTrace(_program);
        if (_described == _reader.Events.Count) return _trace;
        while (_trace.Events.Count < _reader.Events.Count) _trace.Events.Add(_reader.Events[_trace.Events.Count]);
        _trace.WriteMetadata();
        _described = _reader.Events.Count;
        return _trace;
    }

    /// <summary>Tells whether the program has cut its file, which makes writes from the mapping fail.</summary>
    public bool IsShortened() => RandomAccess.GetLength(_file) < RingLayout.FileSize(_reader.Cpus);

    public uint CpuOf(RingControl* control) => (uint)((control - Controls) / RingLayout.RingsPerCpu);

    /// <summary>Leaves the program as if it had never been recorded: its events disabled, its memory returned.</summary>
    public void Dispose()
    {
        CloseTrace();
        if (_file.IsClosed) return;
        if (!IsFinished)
        {
            try
            {
                SetRules([]);
            }
            catch (InvalidDataException)
            {
                // Its table is broken; its rings are taken out of use all the same.
            }

            var deadline = Deadline();
            for (var i = 0; i < _rings.Length; i++)
            {
                if (_rings[i].TryRetire(deadline)) Punch(i);
            }
        }

        RingNative.Unmap((nint)_map, (nuint)RingLayout.FileSize(_reader.Cpus));
        _file.Dispose();
    }

    private static long Deadline() => Environment.TickCount64 + ClaimWaitMilliseconds;

    private static void Answer(SafeFileHandle file)
    {
        var page = RingNative.MapFile(file, RingLayout.EnabledAt);
        Volatile.Write(ref ((ProgramControl*)(page + RingLayout.ControlAt))->Answered, 1);
        RingNative.Unmap((nint)page, RingLayout.EnabledAt);
    }

    private void CloseTrace()
    {
        _trace?.Dispose();
        _trace = null;
    }

    /// <summary>All memory that the program may write is there before it may, so that it never gets a SIGBUS.</summary>
    private void AllocateRings()
    {
        for (var i = 0; i < _rings.Length; i++)
        {
            var (size, count) = Geometry(i);
            try
            {
                RingNative.AllocateRange(_file, 0, RingLayout.RingAt(_reader.Cpus, i), (long)size * count);
            }
            catch (IOException e)
            {
                throw new IOException($"no memory in {RingLayout.Directory} for its buffers: {e.Message}", e);
            }
        }
    }

    private void Punch(int ring)
    {
        try
        {
            var at = RingLayout.RingAt(_reader.Cpus, ring);
            RingNative.AllocateRange(_file, RingNative.PunchHole | RingNative.KeepSize, at, RingLayout.RingStride);
        }
        catch (IOException)
        {
            // The memory goes with the program then.
        }
    }

    /// <summary>Eight sub-buffers where they can be 4 KiB to 4 MiB each.</summary>
    private (int Size, int Count) Geometry(int ring)
    {
        var isPrimary = ring % RingLayout.RingsPerCpu == 0;
        var asked = (uint)Math.Clamp(isPrimary ? _options.BufferSize : _options.BufferSize / 4, 2 * RingLayout.MinSubBufferSize, (int)RingLayout.RingStride);
        var total = (int)BitOperations.RoundUpToPowerOf2(asked);
        var size = Math.Clamp(total / 8, RingLayout.MinSubBufferSize, RingLayout.MaxSubBufferSize);
        return (size, total / size);
    }
}
