using System.Runtime.InteropServices;

namespace Braid.Linux.Perf;

/// <summary><c>struct perf_event_attr</c>, the first 128 bytes (include/uapi/linux/perf_event.h).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct PerfAttributes
{
    internal const uint Hardware = 0, Software = 1, Tracepoint = 2, HardwareCache = 3, Raw = 4;
    internal const ulong SoftwareCpuClock = 0, SoftwareDummy = 9;
    internal const ulong Disabled = 1, Inherit = 1 << 1, ExcludeUser = 1 << 4, EnableOnExec = 1 << 12, ExcludeKernel = 1 << 5, Frequency = 1 << 10, UseClockId = 1 << 25;
    internal const ulong SampleIp = 1, SampleCallChain = 1 << 5;

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

    [FieldOffset(92)]
    internal int ClockId;
}
