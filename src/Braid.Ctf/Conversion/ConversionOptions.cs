using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Conversion;

/// <summary>What a conversion keeps and how it writes it.</summary>
public sealed record ConversionOptions
{
    /// <summary>The version of the format to write.</summary>
    public CtfVersion Version { get; init; }

    /// <summary>Tells of an event whether to keep it; null keeps all. The cursor must not be moved.</summary>
    public Func<EventCursor, bool>? Filter { get; init; }

    /// <summary>Keep events from this time on, in nanoseconds from the clock's origin; null for no bound.</summary>
    public long? BeginNs { get; init; }

    /// <summary>Keep events up to this time, in nanoseconds from the clock's origin; null for no bound.</summary>
    public long? EndNs { get; init; }

    /// <summary>Of each trace, keep only the time in which all of its streams were recorded; see <see cref="ReadOptions.StreamIntersection"/>.</summary>
    public bool StreamIntersection { get; init; }

    /// <summary>Called after each packet, by the converting thread, with the bytes of packets gone through and to go through; null for nothing.</summary>
    public Action<long, long>? Progress { get; init; }

    /// <summary>Ends the conversion between two packets.</summary>
    public CancellationToken Cancellation { get; init; }

    internal bool KeepsAll => Filter is null && BeginNs is null && EndNs is null && !StreamIntersection;
}
