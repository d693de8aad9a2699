using Braid.Ctf.Decoding;

namespace Braid.Ctf.Schema;

/// <summary>
/// A clock: its value c stands for <c>OffsetSeconds + (OffsetCycles + c) / Frequency</c> seconds from its origin.
/// CTF 1.8 section 8, CTF 2 "clock class".
/// </summary>
public sealed class ClockClass
{
    // Changed only while a trace set is opened, see TraceSetOptions.
    private long _offsetSeconds;
    private long _offsetCycles;
    private bool _originIsUnixEpoch;

    /// <summary>The name (CTF 1.8) or id (CTF 2) by which fields and stream classes refer to the clock.</summary>
    public required string Name { get; init; }

    /// <summary>Identifies the clock across traces: two traces with this uuid share one clock. For Braid: the boot id.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>CTF 2 clock <c>namespace</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>CTF 2 clock <c>uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Cycles per second; at least 1.</summary>
    public ulong Frequency { get; init; } = 1_000_000_000;

    /// <summary>Distance from the origin in seconds; may be negative.</summary>
    public long OffsetSeconds { get => _offsetSeconds; init => _offsetSeconds = value; }

    /// <summary>Distance from the origin in cycles, added to <see cref="OffsetSeconds"/>; CTF 1.8 allows negative values.</summary>
    public long OffsetCycles { get => _offsetCycles; init => _offsetCycles = value; }

    /// <summary>Uncertainty of a value in cycles, when known.</summary>
    public ulong? Precision { get; init; }

    /// <summary>CTF 2 <c>accuracy</c> in cycles, when known.</summary>
    public ulong? Accuracy { get; init; }

    /// <summary>True when the origin is 1970-01-01T00:00:00Z (CTF 1.8 <c>absolute = true</c>, CTF 2 <c>"unix-epoch"</c>).</summary>
    public bool OriginIsUnixEpoch { get => _originIsUnixEpoch; init => _originIsUnixEpoch = value; }

    /// <summary>Moves all times by <paramref name="nanoseconds"/>, rounded down to whole cycles as babeltrace2 does it.</summary>
    /// <returns>False, and nothing is moved, when the offset does not fit.</returns>
    internal bool TryShift(Int128 nanoseconds)
    {
        var cycles = _offsetCycles + ClockScale.FloorDivide(nanoseconds * Frequency, 1_000_000_000);
        var carry = ClockScale.FloorDivide(cycles, Frequency);
        var seconds = _offsetSeconds + carry;
        if (seconds < long.MinValue || seconds > long.MaxValue) return false;
        (_offsetSeconds, _offsetCycles) = ((long)seconds, (long)(cycles - (carry * Frequency)));
        return true;
    }

    /// <summary>Takes the clock's origin for 1970-01-01T00:00:00Z.</summary>
    internal void Correlate() => _originIsUnixEpoch = true;
}
