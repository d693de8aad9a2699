using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.ExceptionServices;
using Braid.Linux.Bpf;
using Braid.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Bpf;

/// <summary>
/// The programs for system calls, in the kernel: made and verified by the constructor, running between <see cref="Start"/> and
/// <see cref="Stop"/>. All of it hangs on descriptors of this process, and goes with them however it ends.
/// </summary>
internal sealed class SyscallTracer : IDisposable
{
    private readonly SyscallMaps _maps;
    private readonly BtfTypes _types;
    private readonly IReadOnlyList<int> _pids;
    private readonly ConcurrentBag<BpfProgram> _programs = [];
    private readonly List<SafeFileHandle> _links = [];
    private readonly BpfProgram _enter, _exit;
    private readonly BpfProgram? _fork, _end;

    /// <summary>Loads the programs.</summary>
    /// <param name="types">The kernel's types.</param>
    /// <param name="events">The events to record.</param>
    /// <param name="native">How 64-bit programs call.</param>
    /// <param name="options">Rings and processes.</param>
    /// <param name="cpus">The CPUs that have a ring.</param>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused; nothing is left.</exception>
    /// <exception cref="NotSupportedException">The kernel's types lack one that is needed.</exception>
    public SyscallTracer(BtfTypes types, IReadOnlyList<SyscallEvent> events, SyscallAbi native, BpfOptions options, IReadOnlyList<int> cpus)
    {
        (_types, _pids) = (types, options.Pids);
        _maps = new(cpus, Cpus.Possible[^1] + 1, RingSize(options.BufferBytesPerCpu));
        try
        {
            var code = new SyscallPrograms(_maps, types, options.Contexts);
            int? statusAt = events.Any(static e => e.Abi.IsCompat) ? SyscallAbi.Offset(types, "task_struct", "thread_info", "status") : null;
            var (enter, exit) = (Tracepoint("sys_enter"), Tracepoint("sys_exit"));
            _enter = Load("sys_enter", enter, code.Dispatcher(isExit: false, native, statusAt, _pids.Count > 0));
            _exit = Load("sys_exit", exit, code.Dispatcher(isExit: true, native, statusAt, _pids.Count > 0));

            // The verifier takes its time, on each CPU its own.
            Parallel.ForEach(events.GroupBy(static e => e.Shape, StringComparer.Ordinal), shape =>
            {
                var first = shape.First();
                var program = Load(first.Name, first.IsExit ? exit : enter, code.Recorder(first));
                foreach (var e in shape) (e.IsExit ? _maps.Exits : _maps.Entries).Update(e.Slot, program.Descriptor);
            });

            if (_pids.Count == 0) return;
            var processAt = SyscallAbi.Offset(types, "task_struct", "tgid");
            _fork = Load("fork", Tracepoint("sched_process_fork"), code.Fork(processAt));
            _end = Load("exit", Tracepoint("sched_process_exit"), code.Exit(
                processAt, SyscallAbi.Offset(types, "task_struct", "signal"), SyscallAbi.Offset(types, "signal_struct", "live", "counter")));
        }
        catch (AggregateException e)
        {
            Dispose();
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            throw;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The rings, in the order of the CPUs.</summary>
    public IReadOnlyList<BpfRing> Rings => _maps.RingOfEach;

    /// <summary>Events for which there was no room, counted by CPU since the start. All CPUs that there can be.</summary>
    public ReadOnlySpan<byte> Counters => _maps.Counters.Map();

    /// <summary>Events that no program ran for, because the CPU was in one already: none, as far as is known. Asks the kernel.</summary>
    public long Misses => _enter.Misses + _exit.Misses;

    /// <summary>The programs that were loaded.</summary>
    public int Programs => _programs.Count;

    /// <summary>Lets the programs run.</summary>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused.</exception>
    public void Start()
    {
        // First those that follow, so that no child is missed.
        foreach (var program in new[] { _fork, _end })
        {
            if (program is not null) _links.Add(program.Attach());
        }

        foreach (var pid in _pids) _maps.Processes.Update(pid, (byte)1);
        _links.Add(_enter.Attach());
        _links.Add(_exit.Attach());
    }

    /// <summary>Takes the programs off.</summary>
    public void Stop()
    {
        foreach (var link in _links) link.Dispose();
        _links.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        foreach (var program in _programs) program.Dispose();
        _maps.Dispose();
    }

    private static int RingSize(long bytes) => (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(bytes, Environment.SystemPageSize, 1 << 30));

    private BpfProgram Load(string name, int tracepoint, ulong[] code)
    {
        var program = BpfProgram.Load(BpfProgramType.TypedTracepoint, name, code, tracepoint);
        _programs.Add(program);
        return program;
    }

    private int Tracepoint(string name)
    {
        var type = _types.Find(BtfKind.Typedef, $"btf_trace_{name}");
        return type != 0 ? type : throw new NotSupportedException($"{BtfTypes.KernelPath} has no tracepoint {name}");
    }
}
