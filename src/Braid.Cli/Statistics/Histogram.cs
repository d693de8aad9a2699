namespace Braid.Cli.Statistics;

/// <summary>
/// Events over time in at most <see cref="MostColumns"/> columns, without knowing the end: a column is a power of two of
/// nanoseconds wide, and when time runs past the last one, each two become one.
/// </summary>
internal sealed class Histogram
{
    public const int MostColumns = 64;

    private readonly long[] _counts = new long[MostColumns];

    /// <summary>The time of the first event, where the first column begins; null while there is none.</summary>
    private long? _begin;

    private int _shift;

    /// <summary>Columns up to the last one that has events.</summary>
    private int _used;

    /// <summary>Start of the first column, in nanoseconds.</summary>
    public long BeginNs => _begin ?? 0;

    /// <summary>Width of a column, in nanoseconds.</summary>
    public ulong WidthNs => 1UL << _shift;

    /// <summary>Events by column.</summary>
    public ReadOnlySpan<long> Counts => _counts.AsSpan(0, _used);

    /// <summary>Counts an event; one before the first, as clocks may have it, goes to the first column.</summary>
    public void Add(long nanoseconds)
    {
        _begin ??= nanoseconds;
        var distance = nanoseconds > _begin ? (ulong)(nanoseconds - _begin.Value) : 0;
        while (distance >> _shift >= MostColumns) Fold();
        var column = (int)(distance >> _shift);
        _counts[column]++;
        _used = Math.Max(_used, column + 1);
    }

    private void Fold()
    {
        for (var i = 0; i < MostColumns / 2; i++) _counts[i] = _counts[2 * i] + _counts[(2 * i) + 1];
        _counts.AsSpan(MostColumns / 2).Clear();
        _used = (_used + 1) / 2;
        _shift++;
    }
}
