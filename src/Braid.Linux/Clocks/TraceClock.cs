using Braid.Clocks;
using Braid.Linux.Interop;

namespace Braid.Linux.Clocks;

/// <summary>
/// The clock of a session: its value c stands for <see cref="OffsetSeconds"/> + (<see cref="OffsetCycles"/> + c) /
/// <see cref="FrequencyHz"/> seconds since 1970. Immutable; reading is safe from any thread.
/// </summary>
public sealed class TraceClock
{
    private TraceClock(ClockKind kind, ulong frequency)
    {
        Kind = kind;
        FrequencyHz = frequency;
        var pair = ClockPair.Read(Now, () => SystemClock.Realtime);
        var epoch = (Int128)pair.Second * frequency / 1_000_000_000;
        var offset = epoch - pair.First;
        OffsetSeconds = (long)(offset / frequency);
        OffsetCycles = (long)(offset % frequency);
        if (OffsetCycles < 0)
        {
            OffsetSeconds--;
            OffsetCycles += (long)frequency;
        }

        UncertaintyCycles = pair.Uncertainty;
    }

    /// <summary>Which clock it is.</summary>
    public ClockKind Kind { get; }

    /// <summary>Its name in tracefs's <c>trace_clock</c>.</summary>
    public string TracefsName => Kind == ClockKind.Tsc ? "x86-tsc" : "mono";

    /// <summary>Cycles per second.</summary>
    public ulong FrequencyHz { get; }

    /// <summary>Whole seconds from 1970 to the clock's zero, rounded down.</summary>
    public long OffsetSeconds { get; }

    /// <summary>The rest of that distance in cycles, less than a second.</summary>
    public long OffsetCycles { get; }

    /// <summary>How far the offset may be wrong, in cycles; half the time it took to read both clocks.</summary>
    public ulong UncertaintyCycles { get; }

    /// <summary>Tells why the time-stamp counter cannot be the clock of a session; null when it can.</summary>
    public static string? TscObstacle()
    {
        const string sources = "/sys/devices/system/clocksource/clocksource0/available_clocksource";
        if (!CycleCounter.IsSupported) return "the CPU has no invariant time-stamp counter";
        return KernelFile.Read(sources).Split(' ', '\n').Contains("tsc") ? null : $"the kernel does not trust the time-stamp counter (no tsc in {sources})";
    }

    /// <summary>Opens a clock and measures its distance from the epoch now.</summary>
    /// <exception cref="NotSupportedException">The time-stamp counter cannot be used; the message says why.</exception>
    public static TraceClock Open(ClockKind kind)
    {
        if (kind == ClockKind.Monotonic) return new(kind, 1_000_000_000);
        return TscObstacle() is { } obstacle ? throw new NotSupportedException(obstacle) : new(kind, TscFrequency.Hz);
    }

    /// <summary>The time-stamp counter where it can be used, else CLOCK_MONOTONIC.</summary>
    public static TraceClock OpenBest() => Open(TscObstacle() is null ? ClockKind.Tsc : ClockKind.Monotonic);

    /// <summary>The clock now, in cycles.</summary>
    public ulong Now() => Kind == ClockKind.Tsc ? CycleCounter.Read() : (ulong)SystemClock.Monotonic;
}
