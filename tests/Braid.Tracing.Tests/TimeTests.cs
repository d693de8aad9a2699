using Braid.Clocks;

namespace Braid.Tracing.Tests;

public sealed class TimeTests
{
    [Fact]
    public void Times_are_nanoseconds_since_1970_and_saturate()
    {
        Assert.Equal(100, TraceRecord.ToUnixNanoseconds(DateTime.UnixEpoch.AddTicks(1)));
        Assert.Equal(100, TraceRecord.ToUnixNanoseconds(new DateTime(DateTime.UnixEpoch.Ticks + 1, DateTimeKind.Unspecified)));
        Assert.Equal(0, TraceRecord.ToUnixNanoseconds(DateTime.UnixEpoch.ToLocalTime()));
        Assert.Equal(long.MaxValue, TraceRecord.ToUnixNanoseconds(DateTime.MaxValue));
        Assert.Equal(long.MinValue, TraceRecord.ToUnixNanoseconds(DateTime.MinValue));
    }

    [Fact]
    public void The_cycle_counter_runs_forward()
    {
        var last = CycleCounter.Read();
        for (var i = 0; i < 1000; i++)
        {
            var now = CycleCounter.Read();
            Assert.True(now >= last || CycleCounter.IsSupported); // two CPUs may differ by a few cycles
            last = now;
        }
    }
}
