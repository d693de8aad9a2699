using Braid.Linux.Interop;

namespace Braid.Linux.Clocks;

/// <summary>The kernel's clocks in nanoseconds (clock_gettime(2)).</summary>
internal static class SystemClock
{
    private const int RealtimeId = 0, MonotonicId = 1, MonotonicRawId = 4;

    /// <summary>Since 1970-01-01T00:00:00Z.</summary>
    internal static long Realtime => Read(RealtimeId);

    /// <summary>Since boot, without suspend, its rate disciplined by NTP.</summary>
    internal static long Monotonic => Read(MonotonicId);

    /// <summary>Since boot, without suspend, at the rate of the hardware.</summary>
    internal static long MonotonicRaw => Read(MonotonicRawId);

    private static long Read(int clock)
    {
        if (Libc.ClockGetTime(clock, out var time) < 0) KernelFile.Throw("clock_gettime", $"clock {clock}");
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
