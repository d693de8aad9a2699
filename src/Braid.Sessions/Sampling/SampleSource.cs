using System.Diagnostics;
using Braid.DotNet.Diagnostics;
using Braid.Linux.Clocks;
using Braid.Linux.Perf;
using Braid.Linux.Unwinding;
using Braid.Sessions.Clocks;

namespace Braid.Sessions.Sampling;

/// <summary>
/// Samples through perf_event_open: each CPU's buffer is read, the records of all CPUs are put in order of time, so that a
/// file is known as mapped before a sample is in it, and samples are written with the numbers of their frames. The names
/// come last, when the recording ends.
/// </summary>
internal sealed class SampleSource : IEventSource
{
    /// <summary>Values from here on mark what the addresses after them belong to.</summary>
    private const ulong FirstContext = unchecked((ulong)-4095);

    private const int MostFrames = 256;

    /// <summary>Bytes of stack that are copied for unwinding.</summary>
    public const int StackBytes = 8 << 10;

    private readonly PerfSampler _sampler;
    private readonly SessionTime _time;
    private readonly AddressSpaces _spaces = new();
    private readonly FrameTable _frames = new();
    private readonly UnwindTables _tables;
    private readonly StackUnwinder? _unwinder;
    private readonly DomainTrace _trace;
    private readonly SampleStream[] _streams;
    private readonly Action<string> _warn;

    /// <summary>The process that was named; null for all.</summary>
    private readonly int? _target;

    /// <summary>Records that are newer than the reading of some other CPU's buffer: they wait for the next time.</summary>
    private readonly List<(long Time, int Stream, byte[] Bytes)> _waiting = [];

    /// <summary>What this process has started, and what those have: with <see cref="CommandEnvironment"/>, they write maps for us.</summary>
    private readonly HashSet<int> _started = [];

    /// <summary>Processes with code that is in no file.</summary>
    private readonly HashSet<int> _compilers = [];

    /// <summary>The process of the sample that is being unwound.</summary>
    private int _unwound;

    private bool _isStopped, _isDisposed;

    /// <summary>Opens the buffers; nothing is sampled yet.</summary>
    /// <param name="options">What to sample.</param>
    /// <param name="clock">The session's.</param>
    /// <param name="createTrace">Makes the trace, which stays the caller's, of samples by an event with labels for frames.</param>
    /// <param name="warn">Told, in one line each, what is left out.</param>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused.</exception>
    public SampleSource(SamplerOptions options, TraceClock clock, Func<string, IReadOnlyList<Ctf.Schema.EnumerationMapping>, DomainTrace> createTrace, Action<string> warn)
    {
        _warn = warn;
        _target = options.ProcessId;
        _time = new(clock);
        _tables = new(_spaces);
        if (options.StackBytes > 0) _unwinder = new(address => _tables.Find(_unwound, address));
        _sampler = PerfSampler.Open(options);
        try
        {
            _trace = createTrace(_sampler.EventName, _frames.Labels);
            _trace.WriteMetadata();
            _streams = [.. _sampler.CpuNumbers.Select(cpu => new SampleStream(_trace.CreateStream((uint)cpu)))];
        }
        catch
        {
            _sampler.Dispose();
            throw;
        }

        if (options.ProcessId is null && !_sampler.IsSystemWide)
            warn($"samples are of COMMAND alone{(_sampler.IsUserOnly ? ", without the kernel" : "")}: root, or CAP_PERFMON, may sample all processes and the kernel");
        else if (_sampler.IsUserOnly) warn("samples are without the kernel: root, or CAP_PERFMON, may have it in them");
    }

    /// <summary>What lets .NET programs write the names of their methods.</summary>
    public static KeyValuePair<string, string> CommandEnvironment { get; } = new("DOTNET_PerfMapEnabled", "3");

    /// <inheritdoc/>
    public SourceTotals Totals => _streams.Aggregate(default(SourceTotals), static (sum, stream) => sum + stream.Totals);

    /// <inheritdoc/>
    public void Start()
    {
        _sampler.Start();
        var hidden = _spaces.LearnAll(); // after the start: what is mapped meanwhile is told as well
        if (hidden > 0 && _sampler.IsSystemWide) _warn($"{hidden} process{(hidden == 1 ? "" : "es")} may not be looked at: frames there have no names");
    }

    /// <inheritdoc/>
    public int Drain(bool flush)
    {
        _time.TakeSnapshot();
        var until = _isStopped ? long.MaxValue : Stopwatch.GetTimestamp(); // CLOCK_MONOTONIC in nanoseconds
        for (var i = 0; i < _streams.Length; i++)
        {
            for (var bytes = _sampler.Take(i); bytes.Length > 0;)
            {
                var record = new PerfRecord(bytes);
                _waiting.Add((record.Time, i, bytes[..record.Size].ToArray()));
                bytes = bytes[record.Size..];
            }
        }

        _waiting.Sort(static (a, b) => a.Time.CompareTo(b.Time));
        var ready = _waiting.FindIndex(w => w.Time > until);
        if (ready < 0) ready = _waiting.Count;
        foreach (var (time, stream, bytes) in _waiting[..ready]) Take(time, _streams[stream], new PerfRecord(bytes));
        _waiting.RemoveRange(0, ready);
        return flush ? _streams.Sum(static s => s.Flush()) : 0;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _sampler.Stop();
        _isStopped = true;
        Drain(flush: true);
        var maps = new Dictionary<int, string>();
        foreach (var pid in _compilers)
        {
            if (PerfMapOf(pid) is { } path) maps.Add(pid, path);
        }

        _frames.Name(new FrameNames(_spaces.Files, maps).Of);
        _trace.RewriteMetadata();
        foreach (var path in _started.Where(static pid => !Directory.Exists($"/proc/{pid}")).Select(PerfMap))
        {
            if (File.Exists(path) && File.GetCreationTimeUtc(path) >= _trace.Created) File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _sampler.Dispose();
    }

    private void Take(long time, SampleStream stream, in PerfRecord record)
    {
        switch (record.Type)
        {
            case PerfRecordType.Sample:
                // Who samples what it starts is sampled as well.
                if (_sampler.IsSystemWide || record.Pid != Environment.ProcessId) AddSample(time, stream, record);
                break;
            case PerfRecordType.Lost:
                stream.Lost += record.Lost;
                break;
            default:
                if (record.Type == PerfRecordType.Fork && (record.ParentPid == Environment.ProcessId || _started.Contains(record.ParentPid)) && record.Pid != Environment.ProcessId) _started.Add(record.Pid);
                _spaces.Take(record);
                break;
        }
    }

    private void AddSample(long time, SampleStream stream, in PerfRecord record)
    {
        Span<ulong> callers = stackalloc ulong[MostFrames];
        Span<uint> numbers = stackalloc uint[MostFrames];
        var count = 0;
        for (var i = 0; i < record.CallerCount && count < MostFrames; i++)
        {
            if (record.CallerAt(i) is < FirstContext and var address) Add(address, record.Pid, callers, numbers, ref count);
        }

        if (_unwinder is not null && record.Registers is { Length: > 0 } registers)
        {
            Span<ulong> user = stackalloc ulong[MostFrames];
            _unwound = record.Pid;
            var found = _unwinder.Unwind(UserRegisters.FromPerf(registers), record.Stack, user[..(MostFrames - count)]);
            foreach (var address in user[..found]) Add(address, record.Pid, callers, numbers, ref count);
        }

        stream.Add(_time.Convert(time), new(record.Pid, record.Tid, _spaces.NameOf(record.Tid), record.InstructionPointer, record.Period, callers[..count], numbers[..count]));
    }

    private void Add(ulong address, int pid, Span<ulong> callers, Span<uint> numbers, ref int count)
    {
        // What a call returns to may be the next function already; where the kernel was entered, nothing was called.
        var isCaller = count > 0 && (long)callers[count - 1] < 0 == (long)address < 0;
        var place = isCaller ? address - 1 : address;
        var frame = (long)address < 0 ? new Frame(FrameKind.Kernel, 0, place) : _spaces.FrameAt(pid, place);
        if (frame.Kind == FrameKind.Process) _compilers.Add(pid);
        callers[count] = address;
        numbers[count] = _frames.NumberOf(frame);
        count++;
    }

    private static string PerfMap(int pid) => $"/tmp/perf-{pid}.map";

    /// <summary>
    /// Where a process has written the names of its methods; null when it has not. The .NET process that was named is asked to;
    /// others are not made to write anything.
    /// </summary>
    private string? PerfMapOf(int pid)
    {
        if (File.Exists(PerfMap(pid))) return PerfMap(pid);
        if (pid != _target) return null;
        try
        {
            return DotNetProcess.TryFind(pid)?.EnablePerfMap() is { } map ? $"/proc/{pid}/root{map}" : null;
        }
        catch (DiagnosticsException e)
        {
            _warn($"process {pid}: its methods have no names: {e.Message}");
            return null;
        }
    }
}
