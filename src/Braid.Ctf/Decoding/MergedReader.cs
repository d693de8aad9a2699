namespace Braid.Ctf.Decoding;

/// <summary>
/// All messages of a trace set in order of time, as babeltrace2's muxer orders them; messages of one time come in the
/// order of trace uuid, stream class and stream. A binary heap of cursors, the earliest at its root: while that one
/// stays the earliest, as it does for a run of events of one CPU, a step costs two comparisons. One thread at a time.
/// </summary>
public sealed class MergedReader
{
    /// <summary>The bits of an order that are the cursor's number.</summary>
    private const int RankMask = int.MaxValue;

    /// <summary>
    /// A heap of the cursors' messages by time and order: message <c>i</c> is before <c>2i+1</c> and <c>2i+2</c>. The root's time is
    /// out of date while its cursor runs ahead of the others.
    /// </summary>
    private readonly long[] _times;

    /// <summary>Of each message of the heap, its cursor's number; negative for a late one, which goes before others of its time.</summary>
    private readonly int[] _orders;

    private readonly EventCursor[] _cursors;

    /// <summary>For each cursor, the first and the last time that it shows; null when it shows all.</summary>
    private TimeExtent[]? _bounds;

    private int _count;

    /// <summary>The cursor of the current message.</summary>
    private int _current;

    /// <summary>The time of the message after the current one, of another cursor: what precedes it needs no look at the heap.</summary>
    private long _nextTime;

    /// <summary>True when the root stands on a message that was returned.</summary>
    private bool _started;

    internal MergedReader(TraceSet set, ReadOptions options)
    {
        var streams = set.Streams
            .OrderBy(static stream => stream.Trace.Class.Uuid?.ToString() ?? "", StringComparer.Ordinal)
            .ThenBy(static stream => stream.Class.Id).ThenBy(static stream => stream.Number).ThenBy(static stream => stream.Name, StringComparer.Ordinal);
        _cursors = [.. streams.Select(static stream => new EventCursor(stream))];
        (_times, _orders) = (new long[_cursors.Length], new int[_cursors.Length]);
        Faults = set.Faults;
        if (options.StreamIntersection) SetBounds();
        Seek(long.MinValue);
    }

    /// <summary>The cursor that stands on the current message; valid after <see cref="MoveNext"/> returned true.</summary>
    public EventCursor Current => _cursors[_current];

    /// <summary>Damage that belongs to no stream.</summary>
    private List<CtfException> Faults { get; }

    /// <summary>Goes to the next message.</summary>
    /// <returns>False at the end; see <see cref="FindFaults"/> then.</returns>
    public bool MoveNext()
    {
        if (_started)
        {
            var cursor = Current;
            if (cursor.MoveNext() && (_bounds is null || IsInBounds(_current)))
            {
                if (cursor.OrderNs < _nextTime) return true;
                Settle(cursor.OrderNs, Order(cursor, _current));
            }
            else
            {
                _count--;
                if (_count > 0) Settle(_times[_count], _orders[_count]);
            }
        }

        _started = true;
        return _count > 0;
    }

    private static int Order(EventCursor cursor, int rank) => cursor.IsLate ? rank | ~RankMask : rank;

    /// <summary>Puts a message in the place of the root's and the earliest at the root.</summary>
    private void Settle(long time, int order)
    {
        if (_count == 2)
        {
            // Two streams, as of a machine with two processors: one comparison.
            ref var otherTime = ref _times[1];
            ref var other = ref _orders[1];
            if (IsBefore(otherTime, other, time, order)) (otherTime, other, order) = (time, order, other);
            (_current, _nextTime) = (order & RankMask, otherTime);
            return;
        }
        else SiftDown(0, time, order);

        _current = _orders[0] & RankMask;
        _nextTime = _count switch
        {
            1 => long.MaxValue,
            2 => _times[1],
            _ => Math.Min(_times[1], _times[2]),
        };
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
            var found = from == long.MinValue && _cursors[i].IsNew ? _cursors[i].MoveNext() : _cursors[i].Seek(from);
            if (found && IsInBounds(i)) (_times[_count], _orders[_count++]) = (_cursors[i].OrderNs, Order(_cursors[i], i));
        }

        for (var i = (_count / 2) - 1; i > 0; i--) SiftDown(i, _times[i], _orders[i]);
        if (_count > 0) Settle(_times[0], _orders[0]);
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

    /// <summary>Puts a message into the heap below <paramref name="index"/>, whose own message is gone.</summary>
    private void SiftDown(int index, long time, int order)
    {
        var (times, orders) = (_times, _orders);
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _count) break;
            if (child + 1 < _count && IsBefore(times[child + 1], orders[child + 1], times[child], orders[child])) child++;
            if (!IsBefore(times[child], orders[child], time, order)) break;
            (times[index], orders[index]) = (times[child], orders[child]);
            index = child;
        }

        (times[index], orders[index]) = (time, order);
    }

    private static bool IsBefore(long time, int order, long otherTime, int otherOrder) => time < otherTime || (time == otherTime && order < otherOrder);
}
