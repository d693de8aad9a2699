namespace Braid.Sessions.Rings;

/// <summary>A running program that has tracepoints.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Uid">The user that owns its file.</param>
/// <param name="Name">Its name, at most 15 bytes, safe as part of a file name.</param>
/// <param name="StartTime">When it started, UTC, to about 10 ms.</param>
/// <param name="Clock">The clock of its events: the one asked for, or <see cref="RingClock.Monotonic"/> when it cannot read that.</param>
public sealed record TracedProgram(int Pid, uint Uid, string Name, DateTime StartTime, RingClock Clock)
{
    /// <summary>What <see cref="Clock"/> is ahead of the recorder's clock of that kind, in nanoseconds: not 0 for <see cref="RingClock.Monotonic"/> in another time namespace.</summary>
    public long ClockOffset { get; init; }
}
