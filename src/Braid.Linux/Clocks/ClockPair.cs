namespace Braid.Linux.Clocks;

/// <summary>Two clocks read at one moment.</summary>
/// <param name="First">The first clock, halfway between the reads around the second.</param>
/// <param name="Second">The second clock.</param>
/// <param name="Uncertainty">Half the distance of the reads around the second, in units of the first.</param>
internal readonly record struct ClockPair(ulong First, long Second, ulong Uncertainty)
{
    /// <summary>
    /// Reads <paramref name="second"/> between two reads of <paramref name="first"/>, several times, and keeps the closest:
    /// interrupts and page faults only ever add time.
    /// </summary>
    internal static ClockPair Read(Func<ulong> first, Func<long> second)
    {
        var best = new ClockPair(0, 0, ulong.MaxValue);
        for (var i = 0; i < 64; i++)
        {
            var before = first();
            var middle = second();
            var half = (first() - before) / 2;
            if (half < best.Uncertainty) best = new(before + half, middle, half);
        }

        return best;
    }
}
