namespace Braid.Linux.Perf;

/// <summary>What a counter has counted.</summary>
/// <param name="Counted">Events, or nanoseconds, while it was on the processor.</param>
/// <param name="EnabledNs">Nanoseconds for which it should have counted.</param>
/// <param name="RunningNs">Nanoseconds for which it did: fewer when more counters were asked for than the processor has.</param>
public readonly record struct CounterValue(ulong Counted, ulong EnabledNs, ulong RunningNs)
{
    /// <summary>The count for all of the time, in proportion.</summary>
    public double Scaled => RunningNs == 0 || RunningNs >= EnabledNs ? Counted : Counted * ((double)EnabledNs / RunningNs);

    /// <summary>The part of the time for which it counted, 0 to 1.</summary>
    public double Share => EnabledNs == 0 ? 1 : Math.Min(1, (double)RunningNs / EnabledNs);

    /// <summary>The sums of both.</summary>
    public static CounterValue operator +(CounterValue a, CounterValue b) => new(a.Counted + b.Counted, a.EnabledNs + b.EnabledNs, a.RunningNs + b.RunningNs);
}
