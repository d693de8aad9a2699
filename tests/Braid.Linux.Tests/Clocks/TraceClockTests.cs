using Braid.Linux.Clocks;

namespace Braid.Linux.Tests.Clocks;

public sealed class TraceClockTests
{
    [Theory]
    [InlineData(ClockKind.Tsc)]
    [InlineData(ClockKind.Monotonic)]
    public void ItsTimeIsTheTimeOfDay(ClockKind kind)
    {
        if (kind == ClockKind.Tsc && TraceClock.TscObstacle() is { } obstacle) Assert.Skip(obstacle);
        var clock = TraceClock.Open(kind);
        var before = DateTime.UtcNow - DateTime.UnixEpoch;
        var cycles = clock.Now();
        var after = DateTime.UtcNow - DateTime.UnixEpoch;
        var seconds = clock.OffsetSeconds + ((clock.OffsetCycles + (double)cycles) / clock.FrequencyHz);
        Assert.InRange(seconds, before.TotalSeconds - 0.001, after.TotalSeconds + 0.001);
        Assert.InRange(clock.OffsetCycles, 0, (long)clock.FrequencyHz - 1);
    }

    [Fact]
    public void TheKernelsFrequencyIsTheMeasuredOne()
    {
        if (TraceClock.TscObstacle() is { } obstacle) Assert.Skip(obstacle);
        var clock = TraceClock.Open(ClockKind.Tsc);
        var (tsc, ticks) = (clock.Now(), System.Diagnostics.Stopwatch.GetTimestamp());
        while (System.Diagnostics.Stopwatch.GetElapsedTime(ticks).TotalMilliseconds < 100) Thread.SpinWait(100);
        var measured = (clock.Now() - tsc) / System.Diagnostics.Stopwatch.GetElapsedTime(ticks).TotalSeconds;
        Assert.InRange(measured / clock.FrequencyHz, 0.9995, 1.0005);
    }

    [Fact]
    public void TheBootIdIsTheKernels() =>
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), BootId.Value.ToString());
}
