namespace Braid.Ctf.Decoding;

/// <summary>
/// All messages of a trace set in order of time, as babeltrace2's muxer orders them; messages of one time come in the
/// order of trace uuid, stream class and stream. A binary heap of cursors, the earliest at its root: while that one
/// stays the earliest, as it does for a run of events of one CPU, a step costs two comparisons. One thread at a time.
/// </summary>
public sealed class MergedReader
{
    /// <summary>A heap by (time, rank): <c>_heap[i]</c> is not after <c>_heap[2i+1]</c> and <c>_heap[2i+2]</c>.</summary>
    private readonly Entry[] _heap;

    private readonly EventCursor[] _cursors;
    /// <summary>For each cursor, the first and the last time that it shows; null when it shows all.</summary>
    private TimeExtent[]? _bounds;

    private int _count;

    /// <summary>True when the root stands on a message that was returned.</summary>
    private bool _started;

    internal MergedReader(TraceSet set, ReadOptions options)
    {
        var streams = set.Streams
            .OrderBy(static stream => stream.Trace.Class.Uuid?.ToString() ?? "", StringComparer.Ordinal)
            .ThenBy(static stream => stream.Class.Id).ThenBy(static stream => stream.Number).ThenBy(static stream => stream.Name, StringComparer.Ordinal);
        _cursors = [.. streams.Select(static stream => new EventCursor(stream))];
        _heap = new Entry[_cursors.Length];
        Faults = set.Faults;
        if (options.StreamIntersection) SetBounds();
        Seek(long.MinValue);
    }

    /// <summary>The cursor that stands on the current message; valid after <see cref="MoveNext"/> returned true.</summary>
    public EventCursor Current => _cursors[_heap[0].Rank];

    /// <summary>Damage that belongs to no stream.</summary>
    private List<CtfException> Faults { get; }

    /// <summary>Goes to the next message.</summary>
    /// <returns>False at the end; see <see cref="FindFaults"/> then.</returns>
    public bool MoveNext()
    {
        if (_started)
        {
            ref var root = ref _heap[0];
            var cursor = _cursors[root.Rank];
            root = cursor.MoveNext() && (_bounds is null || IsInBounds(root.Rank)) ? new(cursor, root.Rank) : _heap[--_count];

            SiftDown(0);
        }

        _started = true;
        return _count > 0;
    }

    /// <summary>
    /// Goes, forwards or back, before the first message at or after <paramref name="nanoseconds"/> from the clocks' origin, in
    /// the order that it has when all is read. Packets that end before are not read.
    /// </summary>
    public void Seek(long nanoseconds)
    {
        (_count, _started) = (0, false);
        for (var i = 0; i < _cursors.Length; i++)
        {
            var from = _bounds is null ? nanoseconds : Math.Max(nanoseconds, _bounds[i].BeginNs);
            if ((from == long.MinValue && _cursors[i].IsNew ? _cursors[i].MoveNext() : _cursors[i].Seek(from)) && IsInBounds(i)) _heap[_count++] = new(_cursors[i], i);
        }

        for (var i = (_count / 2) - 1; i >= 0; i--) SiftDown(i);
    }

    private bool IsInBounds(int rank) => _bounds is null || _cursors[rank].TimestampNs <= _bounds[rank].EndNs;

    private void SetBounds()
    {
        var ofTraces = _cursors.Select(static cursor => cursor.Stream.Trace).Distinct().ToDictionary(static trace => trace, TimeExtent.Intersection);
        _bounds = [.. _cursors.Select(cursor => ofTraces[cursor.Stream.Trace])];
    }

    /// <summary>The first damage of each stream read so far and of files that could not be read at all; empty when all is well.</summary>
    public IEnumerable<CtfException> FindFaults()
    {
        foreach (var fault in Faults) yield return fault;
        foreach (var cursor in _cursors)
        {
            if (cursor.Fault is { } fault) yield return fault;
        }
    }

    private void SiftDown(int index)
    {
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _count) return;
            if (child + 1 < _count && _heap[child + 1].IsBefore(_heap[child])) child++;
            if (!_heap[child].IsBefore(_heap[index])) return;
            (_heap[index], _heap[child]) = (_heap[child], _heap[index]);
            index = child;
        }
    }

    /// <summary>A message: its time, and its order among messages of one time: -1 for a late one, which goes first.</summary>
    private readonly struct Entry(EventCursor cursor, int rank)
    {
        private readonly long _time = cursor.OrderNs;
        private readonly int _order = cursor.IsLate ? -1 : rank;

        /// <summary>The place of the cursor in the order of streams.</summary>
        public int Rank { get; } = rank;

        public bool IsBefore(in Entry other) => _time < other._time || (_time == other._time && _order < other._order);
    }
}
