namespace Braid.Sessions;

/// <summary>What a source has done since its start.</summary>
/// <param name="Events">Event records written to the trace.</param>
/// <param name="Bytes">Bytes of packets written to the trace.</param>
/// <param name="Discarded">Events lost because a buffer was full or a program died inside one.</param>
public readonly record struct SourceTotals(long Events, long Bytes, long Discarded)
{
    /// <summary>Events that newer ones have replaced before a snapshot was taken. Known when the next snapshot is.</summary>
    public long Overwritten { get; init; }

    /// <summary>The sums of both.</summary>
    public static SourceTotals operator +(SourceTotals a, SourceTotals b) =>
        new(a.Events + b.Events, a.Bytes + b.Bytes, a.Discarded + b.Discarded) { Overwritten = a.Overwritten + b.Overwritten };

    /// <summary>What has come to <paramref name="b"/> to make <paramref name="a"/>.</summary>
    public static SourceTotals operator -(SourceTotals a, SourceTotals b) =>
        new(a.Events - b.Events, a.Bytes - b.Bytes, a.Discarded - b.Discarded) { Overwritten = a.Overwritten - b.Overwritten };
}
