using System.Runtime.InteropServices;
using Braid.Linux.Interop;
using Braid.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Perf;

/// <summary>
/// Samples of what the CPUs execute, with the chain of callers, and what one needs to give those names: which processes
/// start, execute and map files. Times are CLOCK_MONOTONIC. One thread at a time.
/// </summary>
public sealed class PerfSampler : IDisposable
{
    private const nuint Enable = 0x2400, Disable = 0x2401, SetOutput = 0x2405;
    private const int ClockMonotonic = 1;

    private readonly List<SafeFileHandle> _files = [];
    private readonly List<(int Cpu, PerfRing Ring)> _rings = [];

    private PerfSampler(string eventName, bool userOnly) => (EventName, IsUserOnly) = (eventName, userOnly);

    /// <summary>What is sampled: <c>cycles</c> where the processor tells, else <c>cpu-clock</c>; with <c>:u</c> when the kernel is left out.</summary>
    public string EventName { get; }

    /// <summary>Whether this user may sample user space alone.</summary>
    public bool IsUserOnly { get; }

    /// <summary>The CPUs, each with a buffer, in the order of <see cref="Take"/>'s index.</summary>
    public IReadOnlyList<int> CpuNumbers => _rings.ConvertAll(static r => r.Cpu);

    /// <summary>The registers in each sample with a stack: those of x86-64 from rax to rip, and r8 to r15 (asm/perf_regs.h).</summary>
    public const ulong UserRegisters = 0xff01ff;

    /// <summary>
    /// Opens the events of all CPUs; nothing is sampled yet. Who may not sample all processes samples what the calling thread
    /// starts from now on.
    /// </summary>
    /// <exception cref="KernelException">The kernel refused; nothing is left open.</exception>
    public static PerfSampler Open(SamplerOptions options)
    {
        int[] threads = options.ProcessId is { } pid ? ProcessIdentity.Threads(pid) : [-1];
        var errno = 0;
        foreach (var (who, userOnly) in new[] { (threads, false), (threads, true), ([0], false), ([0], true) })
        {
            if (who == threads && threads[0] == -1 && userOnly) continue;
            foreach (var isCycles in new[] { true, false })
            {
                if (TryOpen(options, who, userOnly, isCycles, out errno) is { } sampler) return sampler;
            }

            if (errno is not (Errno.Access or Errno.Perm) || options.ProcessId is not null && userOnly) break;
        }

        throw new KernelException(errno, "sample with", "perf_event_open(2)", "run as root, or: setcap cap_perfmon+ep braid, or: sysctl kernel.perf_event_paranoid=-1");
    }

    /// <summary>Whether all processes are sampled; else that of the options, or what the opening thread starts.</summary>
    public bool IsSystemWide { get; private set; }

    /// <summary>Begins to sample.</summary>
    public void Start() => Control(Enable);

    /// <summary>Ends sampling; records that were not taken are still there.</summary>
    public void Stop() => Control(Disable);

    /// <summary>Takes the records of a CPU's buffer; valid until the next call for it.</summary>
    public ReadOnlySpan<byte> Take(int index) => _rings[index].Ring.Take();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, ring) in _rings) ring.Dispose();
        foreach (var file in _files) file.Dispose();
    }

    private static PerfSampler? TryOpen(SamplerOptions options, int[] threads, bool userOnly, bool isCycles, out int errno)
    {
        var sampler = new PerfSampler((isCycles ? "cycles" : "cpu-clock") + (userOnly ? ":u" : ""), userOnly) { IsSystemWide = threads is [-1] };
        var attributes = Attributes(options, threads is [-1], userOnly, isCycles);
        try
        {
            foreach (var cpu in Cpus.Online)
            {
                SafeFileHandle? first = null;
                foreach (var thread in threads)
                {
                    var file = PerfEvent.TryOpen(attributes, thread, cpu);
                    errno = file is null ? Marshal.GetLastPInvokeError() : 0;
                    if (errno == Errno.NoProcess) continue; // it has ended meanwhile
                    if (errno == Errno.Invalid && (attributes.Flags & PerfAttributes.BuildId) != 0)
                    {
                        attributes.Flags &= ~PerfAttributes.BuildId; // before kernel 5.12
                        file = PerfEvent.TryOpen(attributes, thread, cpu);
                        errno = file is null ? Marshal.GetLastPInvokeError() : 0;
                    }

                    if (file is null)
                    {
                        sampler.Dispose();
                        return null;
                    }

                    sampler._files.Add(file);
                    if (first is null) sampler._rings.Add((cpu, PerfRing.Map(first = file, options.BufferBytes)));
                    else if (Libc.Control(file, SetOutput, first.DangerousGetHandle()) < 0) KernelFile.Throw("redirect output of", "perf_event_open(2)");
                }
            }
        }
        catch
        {
            sampler.Dispose();
            throw;
        }

        errno = sampler._files.Count == 0 ? Errno.NoProcess : 0;
        return errno == 0 ? sampler : null;
    }

    private static PerfAttributes Attributes(SamplerOptions options, bool isSystemWide, bool userOnly, bool isCycles) => new()
    {
        Type = isCycles ? PerfAttributes.Hardware : PerfAttributes.Software,
        Config = 0,
        SamplePeriod = (ulong)options.Frequency,
        SampleType = PerfAttributes.SampleIp | PerfAttributes.SampleThread | PerfAttributes.SampleTime | PerfAttributes.SampleCallChain | PerfAttributes.SampleCpu | PerfAttributes.SamplePeriodOf
            | (options.StackBytes > 0 ? PerfAttributes.SampleUserRegisters | PerfAttributes.SampleUserStack : 0),
        UserRegisters = options.StackBytes > 0 ? UserRegisters : 0,
        UserStack = (uint)options.StackBytes,
        Flags = PerfAttributes.Disabled | PerfAttributes.Frequency | PerfAttributes.Mmap | PerfAttributes.Mmap2 | PerfAttributes.Comm | PerfAttributes.CommExec | PerfAttributes.Task
            | PerfAttributes.SampleIdAll | PerfAttributes.UseClockId | PerfAttributes.BuildId
            | (isSystemWide ? 0 : PerfAttributes.Inherit) | (userOnly ? PerfAttributes.ExcludeKernel : 0) | (options.StackBytes > 0 ? PerfAttributes.ExcludeCallChainUser : 0),
        ClockId = ClockMonotonic,
    };

    private void Control(nuint request)
    {
        foreach (var file in _files)
        {
            if (Libc.Control(file, request, 0) < 0) KernelFile.Throw("start or stop", "perf_event_open(2)");
        }
    }
}
