using System.Diagnostics;
using Braid.Linux.Clocks;

namespace Braid.Sessions.Clocks;

/// <summary>
/// Turns nanoseconds of CLOCK_MONOTONIC, in which .NET processes and eBPF programs count, into the session's clock. Where that is the cycle
/// counter, both are read at one moment again and again, and a time between two such moments lies in proportion between
/// them: NTP changes the rate of the one clock and not of the other, but not by much in a tenth of a second.
/// <code>
/// monotonic   100.0 s        100.1 s              event at 100.05 s
/// cycles      1,000          2,000                → 1,500
/// </code>
/// An event is converted after it has arrived, so a snapshot taken then is behind it. Those that are kept are a tenth of a
/// second apart; the newest is replaced until it is that far from the one before. One thread at a time.
/// </summary>
internal sealed class SessionTime
{
    /// <summary>Some minutes of snapshots: how late an event may arrive.</summary>
    private const int MostSnapshots = 4096;

    private static readonly long s_period = Stopwatch.Frequency / 10;

    private readonly TraceClock _clock;

    /// <summary>In order of time; empty when the session's clock is CLOCK_MONOTONIC.</summary>
    private readonly List<(long Nanoseconds, ulong Cycles)> _snapshots = [];

    public SessionTime(TraceClock clock)
    {
        _clock = clock;
        TakeSnapshot();
    }

    /// <summary>Reads both clocks.</summary>
    public void TakeSnapshot()
    {
        if (_clock.Kind == ClockKind.Monotonic) return;
        var (best, snapshot) = (ulong.MaxValue, default((long, ulong)));
        for (var i = 0; i < 16; i++)
        {
            // Stopwatch reads CLOCK_MONOTONIC. Interrupts only ever widen the pair, so the narrowest is the truest.
            var before = _clock.Now();
            var nanoseconds = Stopwatch.GetTimestamp();
            var width = _clock.Now() - before;
            if (width < best) (best, snapshot) = (width, (nanoseconds, before + (width / 2)));
        }

        var isProvisional = _snapshots.Count > 1 && _snapshots[^1].Nanoseconds - _snapshots[^2].Nanoseconds < s_period;
        if (isProvisional) _snapshots.RemoveAt(_snapshots.Count - 1);
        if (_snapshots.Count == MostSnapshots) _snapshots.RemoveRange(0, MostSnapshots / 2);
        _snapshots.Add(snapshot);
    }

    /// <summary>The session's clock at <paramref name="nanoseconds"/>.</summary>
    public ulong Convert(long nanoseconds) => SegmentAt(nanoseconds).Convert(nanoseconds);

    /// <summary>How to convert <paramref name="nanoseconds"/> and times near it; good until the next <see cref="TakeSnapshot"/>.</summary>
    public TimeSegment SegmentAt(long nanoseconds)
    {
        if (_snapshots.Count == 0) return TimeSegment.Same;
        var after = _snapshots.Count - 1;
        while (after > 0 && _snapshots[after - 1].Nanoseconds > nanoseconds) after--;
        var (end, endCycles) = _snapshots[after];
        if (nanoseconds > end) return new(end, long.MaxValue, endCycles, _clock.FrequencyHz, 1_000_000_000);
        if (after == 0) return new(long.MinValue, end, endCycles, _clock.FrequencyHz, 1_000_000_000);
        var (begin, beginCycles) = _snapshots[after - 1];
        return new(begin, end, beginCycles, endCycles - beginCycles, (ulong)(end - begin));
    }
}
