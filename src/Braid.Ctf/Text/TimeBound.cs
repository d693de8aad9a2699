using System.Globalization;

namespace Braid.Ctf.Text;

/// <summary>
/// A bound as babeltrace2's trimmer takes it: <c>[YYYY-MM-DD [hh:mm:]]ss[.n]</c>. Seconds alone count from the clock's
/// origin; <c>hh:mm[:ss]</c> without a date is of the day of the trace's first event.
/// </summary>
public sealed class TimeBound
{
    private readonly DateTime? _date;
    private readonly long _seconds;
    private readonly long _nanoseconds;
    private readonly bool _isTimeOfDay;

    private TimeBound(DateTime? date, bool isTimeOfDay, long seconds, long nanoseconds)
    {
        _date = date;
        _isTimeOfDay = isTimeOfDay;
        _seconds = seconds;
        _nanoseconds = nanoseconds;
    }

    /// <summary>Parses a bound; false when <paramref name="text"/> is none.</summary>
    public static bool TryParse(string text, out TimeBound? bound)
    {
        bound = null;
        DateTime? date = null;
        var rest = text.Trim();
        if (rest.Length >= 10 && rest[4] == '-' && DateTime.TryParseExact(rest[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            date = day;
            rest = rest[10..].TrimStart();
        }

        var isNegative = rest.StartsWith('-') && date is null;
        if (isNegative) rest = rest[1..];
        long nanoseconds = 0;
        var dot = rest.IndexOf('.');
        if (dot >= 0)
        {
            var fraction = rest[(dot + 1)..];
            if (fraction.Length is 0 or > 9 || !long.TryParse(fraction.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds)) return false;
            rest = rest[..dot];
        }

        var parts = rest.Split(':');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!(date is not null && rest.Length == 0) && !long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        }

        bool isTimeOfDay;
        long seconds;
        switch (parts.Length)
        {
            case 3 when numbers[0] < 24 && numbers[1] < 60 && numbers[2] <= 60:
                (isTimeOfDay, seconds) = (true, (((numbers[0] * 60) + numbers[1]) * 60) + numbers[2]);
                break;
            case 2 when numbers[0] < 24 && numbers[1] < 60 && dot < 0:
                (isTimeOfDay, seconds) = (true, ((numbers[0] * 60) + numbers[1]) * 60);
                break;
            case 1 when date is null || rest.Length == 0:
                (isTimeOfDay, seconds) = (date is not null, numbers[0]);
                break;
            default:
                return false;
        }

        if (isNegative) (seconds, nanoseconds) = (-seconds, -nanoseconds);
        bound = new(date, isTimeOfDay, seconds, nanoseconds);
        return true;
    }

    /// <summary>The bound in nanoseconds from the Unix epoch, for a trace whose first event is at <paramref name="firstNs"/>.</summary>
    public long Resolve(long firstNs, TimeZoneInfo zone)
    {
        var nanoseconds = (_seconds * 1_000_000_000) + _nanoseconds;
        if (!_isTimeOfDay) return nanoseconds;
        var day = _date ?? TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddTicks(firstNs / 100), zone).Date;
        var start = DateTime.SpecifyKind(day.AddSeconds(_seconds), DateTimeKind.Unspecified);
        var ticks = (start - zone.GetUtcOffset(start) - DateTime.UnixEpoch).Ticks;
        return (ticks * 100) + _nanoseconds;
    }
}
