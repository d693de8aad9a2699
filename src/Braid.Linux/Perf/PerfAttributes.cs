using System.Runtime.InteropServices;

namespace Braid.Linux.Perf;

/// <summary><c>struct perf_event_attr</c>, the first 128 bytes (include/uapi/linux/perf_event.h).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct PerfAttributes
{
    internal const uint Hardware = 0, Software = 1, Tracepoint = 2, HardwareCache = 3, Raw = 4;
    internal const ulong SoftwareCpuClock = 0, SoftwareDummy = 9;
    internal const ulong Disabled = 1, Inherit = 1 << 1, ExcludeUser = 1 << 4, EnableOnExec = 1 << 12, ExcludeKernel = 1 << 5, Frequency = 1 << 10, UseClockId = 1 << 25;
    internal const ulong Mmap = 1 << 8, Comm = 1 << 9, Task = 1 << 13, SampleIdAll = 1 << 18, ExcludeCallChainUser = 1 << 22, Mmap2 = 1 << 23, CommExec = 1 << 24, BuildId = 1UL << 34;
    internal const ulong SampleIp = 1, SampleThread = 1 << 1, SampleTime = 1 << 2, SampleCallChain = 1 << 5, SampleCpu = 1 << 7, SamplePeriodOf = 1 << 8, SampleUserRegisters = 1 << 12, SampleUserStack = 1 << 13;

    [FieldOffset(0)]
    internal uint Type;

    [FieldOffset(4)]
    internal uint Size;

    [FieldOffset(8)]
    internal ulong Config;

    /// <summary>What <c>read</c> gives after the value.</summary>
    [FieldOffset(32)]
    internal ulong ReadFormat;

    /// <summary>Events per sample, or samples per second with <see cref="Frequency"/>.</summary>
    [FieldOffset(16)]
    internal ulong SamplePeriod;

    [FieldOffset(24)]
    internal ulong SampleType;

    [FieldOffset(40)]
    internal ulong Flags;

    [FieldOffset(80)]
    internal ulong UserRegisters;

    /// <summary>Bytes of stack to copy, a multiple of 8.</summary>
    [FieldOffset(88)]
    internal uint UserStack;

    [FieldOffset(92)]
    internal int ClockId;
}
