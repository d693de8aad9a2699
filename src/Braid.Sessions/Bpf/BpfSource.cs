using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Bpf;
using Braid.Linux.Interop;
using Braid.Linux.Processes;
using Braid.Sessions.Clocks;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Bpf;

/// <summary>
/// System calls through eBPF: with the texts and structures that their arguments point to, those of 32-bit programs too, and
/// cheaper for the program than through tracefs. One ring and one stream per CPU; the streams are of a class of their own.
/// </summary>
public sealed class BpfSource : IEventSource
{
    /// <summary>The number of the stream class, after the kernel's other events and its state dump.</summary>
    private const ulong StreamClassId = 2;

    private const string Channel = "syscalls";

    private readonly SyscallTracer _tracer;
    private readonly BpfOptions _options;
    private readonly SessionTime _time;
    private readonly int[] _cpus = Cpus.Online;
    private readonly List<BpfStream> _streams = [];

    /// <summary>As of the last flush.</summary>
    private long _misses;

    private bool _isDisposed;

    /// <summary>
    /// Loads programs for the system calls of <paramref name="selection"/>, and describes their events in
    /// <paramref name="trace"/>, whose metadata is written after this by the caller. Nothing is recorded yet.
    /// </summary>
    /// <param name="selection">The events; those that are no system calls are passed over.</param>
    /// <param name="patterns">Globs over system calls, as the selection was made by.</param>
    /// <param name="options">Clock and buffers.</param>
    /// <param name="trace">The trace of the kernel domain; stays the caller's.</param>
    /// <exception cref="KernelException">The kernel refused; nothing is left, in the trace neither.</exception>
    /// <exception cref="NotSupportedException">This kernel or machine cannot do it.</exception>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    /// <exception cref="InvalidDataException">The kernel's description of its types is not as it should be.</exception>
    public BpfSource(EventSelection selection, IReadOnlyList<string> patterns, BpfOptions options, DomainTrace trace)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) throw new NotSupportedException("system calls through eBPF are for x86-64 only");
        _options = options;
        var types = BtfTypes.ReadKernel();
        var native = SyscallAbi.Of(types, isCompat: false);

        // A kernel without 32-bit programs has no such status.
        var compat = types.Member("task_struct", "thread_info", "status") is null ? null : SyscallAbi.Of(types, isCompat: true);
        var events = SyscallSelection.Describe(selection, patterns, native, compat, trace.Class.Version).ToList();
        _tracer = new(types, events, native, options, _cpus);
        _time = new(options.Clock);
        var stream = LttngLayout.StreamClass(trace.Class.Clocks[0], new StructureFieldClass([.. TracefsSource.EventContext.Members, .. options.Contexts.Select(static c => c.Member)], 8), StreamClassId);
        stream.Events.AddRange(events.Select(static e => e.Describe()));
        trace.Class.Streams.Add(stream);
        try
        {
            for (var i = 0; i < _cpus.Length; i++)
                _streams.Add(new(_tracer.Rings[i], _time, options.PacketBytes, trace.CreateStream(stream, Channel, (uint)_cpus[i])));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SourceTotals Totals => _streams.Aggregate(default(SourceTotals), static (sum, stream) => sum + stream.Totals);

    /// <summary>The programs that were loaded.</summary>
    public int Programs => _tracer.Programs;

    /// <inheritdoc/>
    public void Start() => _tracer.Start();

    /// <inheritdoc/>
    public int Drain(bool flush)
    {
        _time.TakeSnapshot();
        if (flush) _misses = _tracer.Misses;
        var packets = 0;
        for (var i = 0; i < _streams.Count; i++)
        {
            packets += _streams[i].Drain(flush, Lost(i));
            if (flush) packets += _streams[i].TellLoss(_options.Clock.Now());
        }

        return packets;
    }

    /// <inheritdoc/>
    public void Stop() => _tracer.Stop();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _tracer.Dispose();
    }

    /// <summary>
    /// What the CPU of a stream has lost. To the first one's is added what is nobody's: that of CPUs that came later and have
    /// no ring, and what programs did not run for.
    /// </summary>
    private long Lost(int stream)
    {
        var counters = _tracer.Counters;
        var lost = At(counters, _cpus[stream]);
        if (stream > 0) return lost;
        for (var cpu = 0; cpu < counters.Length / SyscallMaps.CountersSize; cpu++)
        {
            if (!_cpus.Contains(cpu)) lost += At(counters, cpu);
        }

        return lost + _misses;

        static long At(ReadOnlySpan<byte> counters, int cpu) => BinaryPrimitives.ReadInt64LittleEndian(counters[(cpu * SyscallMaps.CountersSize)..]);
    }
}
