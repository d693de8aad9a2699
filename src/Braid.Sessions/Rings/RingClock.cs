namespace Braid.Sessions.Rings;

/// <summary>The clock of the events of a program.</summary>
public enum RingClock
{
    /// <summary>CLOCK_MONOTONIC, nanoseconds.</summary>
    Monotonic,

    /// <summary>The CPU's invariant cycle counter (TSC, CNTVCT), cycles.</summary>
    CycleCounter,
}
