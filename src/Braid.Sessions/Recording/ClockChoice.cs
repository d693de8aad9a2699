namespace Braid.Sessions.Recording;

/// <summary>The clock of a recording.</summary>
public enum ClockChoice
{
    /// <summary>The time-stamp counter where it is invariant, else <c>CLOCK_MONOTONIC</c>.</summary>
    Auto,

    /// <summary>The time-stamp counter; refused where it is not invariant.</summary>
    Tsc,

    /// <summary><c>CLOCK_MONOTONIC</c>.</summary>
    Monotonic,
}
