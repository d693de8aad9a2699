namespace Braid.Ctf.Decoding;

/// <summary>Which messages of a trace set to read.</summary>
public sealed record ReadOptions
{
    /// <summary>
    /// Of each trace, only the time in which all of its streams were recorded: from the latest of their begins to the earliest
    /// of their ends (babeltrace2 <c>--stream-intersection</c>). A stream whose packets have no times does not count.
    /// </summary>
    public bool StreamIntersection { get; init; }
}
