using System.Diagnostics;
using Braid.Linux.Clocks;
using Braid.Sessions.Clocks;

namespace Braid.DotNet.Tests;

/// <summary>The clock of .NET processes in the session's.</summary>
public sealed class SessionTimeTests
{
    [Fact]
    public void A_moment_lies_between_reads_of_the_sessions_clock_around_it()
    {
        var clock = TraceClock.OpenBest();
        var time = new SessionTime(clock);
        var moments = new List<(ulong Before, long Nanoseconds, ulong After)>();
        for (var i = 0; i < 300; i++)
        {
            moments.Add((clock.Now(), Stopwatch.GetTimestamp(), clock.Now()));
            if (i % 3 == 0) time.TakeSnapshot();
            Thread.Sleep(1);
        }

        // Half a microsecond is what the narrowest of sixteen pairs of reads leaves open.
        time.TakeSnapshot();
        var slack = clock.FrequencyHz / 2_000_000;
        Assert.All(moments.Where(m => m.After - m.Before < 4 * slack), m => Assert.InRange(time.Convert(m.Nanoseconds), m.Before - slack, m.After + slack));
    }

    [Fact]
    public void Later_moments_are_never_earlier()
    {
        var time = new SessionTime(TraceClock.OpenBest());
        for (var i = 0; i < 50; i++)
        {
            Thread.Sleep(2);
            time.TakeSnapshot();
        }

        var now = Stopwatch.GetTimestamp();
        var converted = Enumerable.Range(-2000, 4000).Select(i => time.Convert(now + (i * 100_000L))).ToList();
        Assert.Equal(converted.Order(), converted);
    }
}
