using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>
/// Converts cycles of a clock to nanoseconds from its origin. The product is computed in 128 bits and does not overflow;
/// a result that 64 bits cannot hold is clamped.
/// </summary>
public readonly struct ClockScale
{
    private const long Second = 1_000_000_000;

    private readonly ulong _frequency;
    private readonly Int128 _offset;
    private readonly bool _fits;
    private readonly long _offset64;

    /// <summary>The scale of <paramref name="clock"/>.</summary>
    public ClockScale(ClockClass clock)
    {
        _frequency = clock.Frequency;
        _offset = ((Int128)clock.OffsetSeconds * Second) + FloorDivide((Int128)clock.OffsetCycles * Second, _frequency);
        _fits = _frequency == Second && _offset >= long.MinValue / 2 && _offset <= long.MaxValue / 2;
        _offset64 = _fits ? (long)_offset : 0;
    }

    /// <summary>Nanoseconds from the origin at <paramref name="cycles"/>.</summary>
    public long ToNanoseconds(ulong cycles) => _fits && cycles <= long.MaxValue / 2 ? _offset64 + (long)cycles : Convert(cycles);

    private long Convert(ulong cycles)
    {
        // Up to 2^53 a double is as babeltrace2 computes it, to the nanosecond; beyond, it would lose cycles.
        var value = _frequency == Second ? cycles
            : cycles < 1UL << 53 ? (Int128)(ulong)(1e9 * cycles / _frequency)
            : (Int128)((UInt128)cycles * Second / _frequency);
        var result = _offset + value;
        return result > long.MaxValue ? long.MaxValue : result < long.MinValue ? long.MinValue : (long)result;
    }

    /// <summary>The quotient, rounded down.</summary>
    internal static Int128 FloorDivide(Int128 value, Int128 divisor)
    {
        var (quotient, rest) = Int128.DivRem(value, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }
}
