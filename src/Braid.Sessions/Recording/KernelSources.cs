using Braid.Linux.Clocks;
using Braid.Linux.Interop;
using Braid.Sessions.Bpf;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Recording;

/// <summary>Makes the sources of the kernel's trace: one for system calls, where eBPF can be used, and one for the rest.</summary>
/// <param name="kernel">What was found of what was asked for.</param>
/// <param name="options">What was asked for.</param>
/// <param name="tracefs">The buffers of tracefs.</param>
/// <param name="clock">The session's.</param>
/// <param name="warn">Told, in one line, when system calls come without their texts.</param>
internal sealed class KernelSources(KernelSelection kernel, RecordingOptions options, TracefsOptions tracefs, TraceClock clock, Action<string> warn)
{
    private const string Consequence = "system calls are recorded with addresses instead of texts and structures, and not those of 32-bit programs";

    /// <summary>Sources that write into <paramref name="trace"/>.</summary>
    /// <exception cref="RecordingException">eBPF was asked for and cannot be used.</exception>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public IReadOnlyList<IEventSource> Create(DomainTrace trace)
    {
        if (TryCreateBpf(trace) is not { } calls)
        {
            WarnOfContexts();
            return [new TracefsSource(kernel.Mount, kernel.Events, tracefs, trace)];
        }

        try
        {
            var rest = kernel.Events.Where(static name => !SyscallSelection.IsSystemCall(name));

            // The state dump is its part even when there is nothing else.
            var buffers = rest.Events.Count > 0 ? tracefs : tracefs with { BufferBytesPerCpu = 2L * tracefs.SubBufferBytes };
            return [new TracefsSource(kernel.Mount, rest, buffers, trace), calls];
        }
        catch
        {
            calls.Dispose();
            throw;
        }
    }

    /// <summary>A source that keeps its events until a snapshot is taken, which the rings of eBPF cannot.</summary>
    /// <param name="createSnapshot">Makes the trace of a snapshot.</param>
    /// <exception cref="RecordingException">eBPF was asked for.</exception>
    public ISnapshotSource CreateSnapshot(Func<DomainTrace> createSnapshot)
    {
        const string reason = "--snapshot: a ring of eBPF does not overwrite";
        if (WantsBpf && options.KernelSource == KernelSource.Ebpf) throw new RecordingException($"{reason}; use --kernel-source tracefs");
        if (WantsBpf) warn($"{reason}: {Consequence}");
        WarnOfContexts();
        return new TracefsSource(kernel.Mount, kernel.Events, tracefs, createSnapshot);
    }

    private bool WantsBpf => options.KernelSource != KernelSource.Tracefs && kernel.Events.Events.Any(SyscallSelection.IsSystemCall);

    private void WarnOfContexts()
    {
        if (options.TaskContexts.Count > 0) warn($"--context: {string.Join(", ", options.TaskContexts.Select(static c => c.Member.Name))} of system calls come through eBPF only, and are left out");
    }

    private BpfSource? TryCreateBpf(DomainTrace trace)
    {
        if (!WantsBpf) return null;
        try
        {
            return new(kernel.Events, options.SystemCalls, new() { Clock = clock, BufferBytesPerCpu = tracefs.BufferBytesPerCpu, Pids = tracefs.Pids, Contexts = options.TaskContexts }, trace);
        }
        catch (Exception e) when (e is KernelException or NotSupportedException or InvalidDataException)
        {
            if (options.KernelSource == KernelSource.Ebpf) throw new RecordingException($"--kernel-source ebpf: {e.Message}", e);
            warn($"{Consequence}: {e.Message}");
            return null;
        }
    }
}
