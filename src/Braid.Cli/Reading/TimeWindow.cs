using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Cli.Reading;

/// <summary>The part of a trace that the user asked for. A time of day is of the day of the trace's first event.</summary>
internal sealed class TimeWindow(TimeBound? begin, TimeBound? end, TimeZoneInfo zone)
{
    private bool _isResolved;
    private long? _begin;
    private long? _end;

    /// <summary>Whether all of a trace lies inside.</summary>
    public bool IsOpen => begin is null && end is null;

    /// <summary>The bounds in nanoseconds from the clock's origin, for a trace whose first event is at <paramref name="firstNs"/>.</summary>
    public (long? BeginNs, long? EndNs) Resolve(long firstNs)
    {
        if (_isResolved) return (_begin, _end);
        _isResolved = true;
        return (_begin, _end) = (begin?.Resolve(firstNs, zone), end?.Resolve(firstNs, zone));
    }

    /// <summary>Less than 0 for a message before the window, more for one after it; messages come in order of time.</summary>
    public int Place(EventCursor cursor)
    {
        if (IsOpen) return 0;
        if (!_isResolved && cursor.Kind == MessageKind.Event) Resolve(cursor.TimestampNs);
        return cursor.TimestampNs > _end ? 1 : cursor.TimestampNs < _begin ? -1 : 0;
    }
}
