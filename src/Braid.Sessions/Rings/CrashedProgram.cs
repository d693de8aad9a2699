using Braid.Ctf.Schema;
using Braid.Linux.Clocks;
using Braid.Rings;
using Braid.Sessions.Recording;

namespace Braid.Sessions.Rings;

/// <summary>
/// The file of a program that is gone, and so is its recorder: what the recorder had not read is still in it. The file may
/// hold any bytes, may have been copied from another machine, and is only read. One thread at a time.
/// </summary>
public sealed class CrashedProgram : IRingTrace, IDisposable
{
    private readonly ProgramMemory _memory;
    private readonly ProgramFileReader _reader;
    private readonly RingsAtRest _rings;
    private readonly ClockClass _clock;
    private readonly List<UserContext> _contexts = [];
    private readonly List<string> _faults = [];
    private UserTraces? _traces;
    private DomainTrace? _trace;
    private byte[]? _buffer;

    private CrashedProgram(ProgramMemory memory)
    {
        _memory = memory;
        _reader = new ProgramFileReader(memory);
        _reader.ReadHeader();
        _rings = new RingsAtRest(memory, _reader.Cpus);
        var kind = (_rings.Flags & RingFlags.CycleCounter) != 0 ? RingClock.CycleCounter : RingClock.Monotonic;
        Unread = _rings.CountUnread();
        _faults.AddRange(_rings.Faults);
        Program = _reader.Describe(kind) with { Clock = kind };
        if (Unread == 0)
        {
            _clock = new ClockClass { Name = "monotonic" }; // of no event
            return;
        }

        try
        {
            _clock = ClockDescription.Read(_rings.Clock, kind);
            _reader.ReadEvents();
            if ((_rings.Flags & RingFlags.Deferred) != 0) _contexts = ProgramExtras.ReadContexts(memory, _reader.Cpus);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(memory.Path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{memory.Path}: {e.Message}", e);
        }
    }

    /// <summary>The file.</summary>
    public string Path => _memory.Path;

    /// <summary>The program, as its file describes it.</summary>
    public TracedProgram Program { get; }

    /// <summary>Events in the file that no recorder has read.</summary>
    public long Unread { get; }

    /// <summary>Parts of the file that cannot be read, in one line each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <inheritdoc/>
    byte[] IRingTrace.Buffer => _buffer ??= GC.AllocateUninitializedArray<byte>(_rings.BufferSize);

    /// <summary>Opens the file at <paramref name="path"/> and keeps recorders from it until dispose.</summary>
    /// <returns>Null when the program or its recorder lives, or the file is gone or another user's.</returns>
    /// <exception cref="InvalidDataException">It is not a program's file, or a broken one; the message names it.</exception>
    public static CrashedProgram? TryOpen(string path)
    {
        var file = RingNative.TryOpen(path, RingNative.ReadWrite);
        var isWritable = file != null;
        file ??= RingNative.TryOpen(path, RingNative.ReadOnly);
        if (file == null) return null;
        var memory = new ProgramMemory(file, path);
        try
        {
            var isFree = isWritable ? OfdLock.TryTake(memory.Fd, RingLayout.RecorderLock) : !OfdLock.IsHeld(memory.Fd, RingLayout.RecorderLock);
            if (!isFree || OfdLock.IsHeld(memory.Fd, RingLayout.ProgramLock)) return null;
            var program = new CrashedProgram(memory);
            memory = null;
            return program;
        }
        finally
        {
            memory?.Dispose();
        }
    }

    /// <summary>Writes all that can be read as a trace in <paramref name="directory"/>, under <c>ust/pid</c>. Call it once.</summary>
    /// <param name="directory">The directory of the recording.</param>
    /// <param name="name">Becomes the trace's <c>trace_name</c>.</param>
    /// <param name="version">The format.</param>
    /// <returns>What was read, and what had been lost before the crash and by it.</returns>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public SourceTotals Extract(string directory, string name, CtfVersion version)
    {
        _traces = new UserTraces(directory, name, version);
        _faults.Clear();
        _rings.Drain(this);
        _faults.AddRange(_rings.Faults.Distinct());
        _trace?.Dispose();
        return _rings.Totals;
    }

    /// <summary>Unlinks the file.</summary>
    /// <exception cref="IOException">It cannot be unlinked.</exception>
    public void Remove() => File.Delete(Path);

    /// <inheritdoc/>
    public void Dispose()
    {
        _trace?.Dispose();
        _memory.Dispose();
    }

    /// <inheritdoc/>
    DomainTrace IRingTrace.PrepareTrace()
    {
        if (_trace != null) return _trace;
        var hostname = _clock.Uuid == BootId.Value ? Environment.MachineName : null;
        _trace = _traces!.Create(Program, _clock, (_rings.Flags & RingFlags.ThreadId) != 0, _contexts, hostname);
        foreach (var known in _reader.Events) _trace.Events.Add(known);
        _trace.WriteMetadata();
        return _trace;
    }
}
