using System.Runtime.InteropServices;

namespace Braid.DotNet.Nettrace;

/// <summary>
/// Puts events in order of time. A stream holds runs of events, one per thread and sorted in itself, and promises at two
/// kinds of places that nothing older follows: at sequence points, and at single events marked as sorted. Between them
/// events wait here.
/// <code>
/// stream   A10 A15 A20 | B12 B13 | A30 (sorted) | B25? never: A30 promised
/// waiting  10 15 20 12 13          all before 30 go out: 10 12 13 15 20, then 30
/// </code>
/// What waits is bounded: past the bound, all goes out as if it were a sequence point, and the sink sees late events.
/// </summary>
internal sealed class EventSorter(INettraceSink sink)
{
    private const int MostEvents = 1 << 22;
    private const long MostBytes = 512L << 20;

    private readonly List<PendingEvent> _waiting = [];

    /// <summary>Time and place in <see cref="_waiting"/> of each event while they are sorted; the place keeps the order of equals.</summary>
    private readonly List<(long Time, int Index)> _order = [];

    private long _waitingBytes;

    public void Add(in PendingEvent e)
    {
        if (_waiting.Count >= MostEvents || _waitingBytes >= MostBytes) Flush();
        _waiting.Add(e);
        _waitingBytes += e.Payload.Length;
    }

    /// <summary>Everything before <paramref name="time"/> goes out.</summary>
    public void FlushBefore(long time)
    {
        _order.Clear();
        var events = CollectionsMarshal.AsSpan(_waiting);
        for (var i = 0; i < events.Length; i++)
        {
            if (events[i].Timestamp < time) _order.Add((events[i].Timestamp, i));
        }

        if (_order.Count == 0) return;
        _order.Sort();
        foreach (var (_, index) in _order) Deliver(events[index]);
        if (_order.Count == events.Length)
        {
            _waiting.Clear();
            _waitingBytes = 0;
            return;
        }

        var kept = 0;
        foreach (ref var e in events)
        {
            if (e.Timestamp < time) _waitingBytes -= e.Payload.Length;
            else events[kept++] = e;
        }

        _waiting.RemoveRange(kept, events.Length - kept);
    }

    /// <summary>Everything goes out.</summary>
    public void Flush()
    {
        FlushBefore(long.MaxValue);
        foreach (ref var e in CollectionsMarshal.AsSpan(_waiting)) Deliver(e);
        _waiting.Clear();
        _waitingBytes = 0;
    }

    private void Deliver(in PendingEvent e)
    {
        if (e.LostBefore > 0) sink.OnLost(e.LostBefore, e.Processor);
        sink.OnEvent(new NettraceEvent
        {
            Description = e.Description,
            Timestamp = e.Timestamp,
            ThreadId = e.ThreadId,
            ProcessId = e.ProcessId,
            Processor = e.Processor,
            ActivityId = e.ActivityId,
            RelatedActivityId = e.RelatedActivityId,
            Labels = e.Labels,
            Stack = e.Stack.Span,
            Payload = e.Payload.Span,
        });
    }
}
