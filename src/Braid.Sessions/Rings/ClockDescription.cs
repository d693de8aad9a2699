using Braid.Ctf.Schema;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>The clock class of a recording's traces, and the same in a program's file.</summary>
internal static class ClockDescription
{
    private const ulong MaxFrequency = 1_000_000_000_000;

    /// <summary>Two hundred years to either side of 1970: what nanoseconds in 64 bits can hold.</summary>
    private const long MaxSeconds = 6_000_000_000;

    public static ClockClass Make(RingClock kind, ulong frequency, long offsetSeconds, long offsetCycles, Guid uuid) => new()
    {
        Name = kind == RingClock.CycleCounter ? "tsc" : "monotonic",
        Description = kind == RingClock.CycleCounter ? "Time-stamp counter" : "Monotonic Clock",
        Uuid = uuid,
        Frequency = frequency,
        OffsetSeconds = offsetSeconds,
        OffsetCycles = offsetCycles,
        OriginIsUnixEpoch = true,
    };

    /// <summary>The same clock where it is <paramref name="nanoseconds"/> ahead.</summary>
    public static ClockClass Ahead(this ClockClass clock, long nanoseconds)
    {
        if (nanoseconds == 0) return clock;
        var cycles = clock.OffsetCycles - (long)((Int128)nanoseconds * clock.Frequency / 1_000_000_000);
        var frequency = (long)clock.Frequency;
        var seconds = (cycles - (((cycles % frequency) + frequency) % frequency)) / frequency;
        return new()
        {
            Name = clock.Name,
            Description = clock.Description,
            Uuid = clock.Uuid,
            Frequency = clock.Frequency,
            OffsetSeconds = clock.OffsetSeconds + seconds,
            OffsetCycles = cycles - (seconds * frequency),
            OriginIsUnixEpoch = clock.OriginIsUnixEpoch,
        };
    }

    /// <summary>What a program's file says of <paramref name="clock"/>, whose uuid is the boot id.</summary>
    public static unsafe RecordingClock ForRings(this ClockClass clock)
    {
        var result = new RecordingClock
        {
            Frequency = clock.Frequency,
            OffsetSeconds = clock.OffsetSeconds,
            OffsetCycles = (ulong)clock.OffsetCycles,
        };
        (clock.Uuid ?? Guid.Empty).TryWriteBytes(new Span<byte>(result.Uuid, 16), bigEndian: true, out _);
        return result;
    }

    /// <summary>The clock that a program's file describes.</summary>
    /// <exception cref="InvalidDataException">There is none, or it cannot be one.</exception>
    public static unsafe ClockClass Read(RecordingClock clock, RingClock kind)
    {
        if (clock.Frequency is 0 or > MaxFrequency || clock.OffsetCycles >= clock.Frequency || clock.OffsetSeconds is < -MaxSeconds or > MaxSeconds)
            throw new InvalidDataException($"a clock of {clock.Frequency} Hz, {clock.OffsetSeconds} s and {clock.OffsetCycles} cycles from 1970");
        return Make(kind, clock.Frequency, clock.OffsetSeconds, (long)clock.OffsetCycles, new Guid(new ReadOnlySpan<byte>(clock.Uuid, 16), bigEndian: true));
    }
}
