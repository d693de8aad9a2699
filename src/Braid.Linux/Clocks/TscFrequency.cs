using Braid.Clocks;
using Braid.Linux.Perf;

namespace Braid.Linux.Clocks;

/// <summary>How fast the time-stamp counter runs.</summary>
public static class TscFrequency
{
    /// <summary>
    /// Cycles per second: what the kernel itself uses, from the mmap page of a perf event (cap_user_time), or measured
    /// against CLOCK_MONOTONIC_RAW for a twentieth of a second, to about one part in a million, where the kernel does not
    /// tell (as in most virtual machines).
    /// </summary>
    public static ulong Hz { get; } = PerfClock.ReadFrequency() ?? Measure();

    private static ulong Measure()
    {
        const long nanoseconds = 50_000_000;
        var begin = ClockPair.Read(CycleCounter.Read, () => SystemClock.MonotonicRaw);
        while (SystemClock.MonotonicRaw - begin.Second < nanoseconds) Thread.SpinWait(1000);
        var end = ClockPair.Read(CycleCounter.Read, () => SystemClock.MonotonicRaw);
        return (ulong)((UInt128)(end.First - begin.First) * 1_000_000_000 / (ulong)(end.Second - begin.Second));
    }
}
