namespace Braid.Sessions.Clocks;

/// <summary>A stretch of CLOCK_MONOTONIC in which another clock runs at one rate beside it.</summary>
internal readonly struct TimeSegment
{
    private readonly long _begin, _end, _anchor;
    private readonly ulong _cycles;

    /// <summary>Cycles per nanosecond, with 32 bits behind the point.</summary>
    private readonly ulong _rate;

    /// <summary>Makes the stretch from <paramref name="begin"/> to <paramref name="end"/>, both in it.</summary>
    /// <param name="begin">Nanoseconds; the least there are when the stretch has no beginning, and is told by its end.</param>
    /// <param name="end">Nanoseconds.</param>
    /// <param name="cycles">The other clock at the beginning, or at the end when there is no beginning.</param>
    /// <param name="passed">By how much it goes on …</param>
    /// <param name="within">… in so many nanoseconds, more than 0.</param>
    public TimeSegment(long begin, long end, ulong cycles, ulong passed, ulong within)
    {
        (_begin, _end, _cycles) = (begin, end, cycles);
        _anchor = begin == long.MinValue ? end : begin;
        _rate = (ulong)(((UInt128)passed << 32) / within);
    }

    /// <summary>Of a session whose clock is CLOCK_MONOTONIC itself.</summary>
    public static TimeSegment Same { get; } = new(0, long.MaxValue, 0, 1, 1);

    /// <summary>Whether <paramref name="nanoseconds"/> lie in it; never in the default value.</summary>
    public bool Contains(long nanoseconds) => _rate != 0 && nanoseconds >= _begin && nanoseconds <= _end;

    /// <summary>The other clock at a time in the stretch, at least 0.</summary>
    public ulong Convert(long nanoseconds)
    {
        var cycles = _cycles + (((Int128)(nanoseconds - _anchor) * _rate) >> 32);
        return (ulong)Int128.Max(0, cycles);
    }
}
