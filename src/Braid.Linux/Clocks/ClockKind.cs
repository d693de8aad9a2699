namespace Braid.Linux.Clocks;

/// <summary>The clocks that all sources of a session can share.</summary>
public enum ClockKind
{
    /// <summary>The x86 time-stamp counter; tracefs <c>x86-tsc</c>.</summary>
    Tsc,

    /// <summary>CLOCK_MONOTONIC in nanoseconds; tracefs <c>mono</c>.</summary>
    Monotonic,
}
