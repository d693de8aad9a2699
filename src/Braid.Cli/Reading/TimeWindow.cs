using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Cli.Reading;

/// <summary>The part of a trace that the user asked for. A time of day is of the day of the trace's first event.</summary>
internal sealed class TimeWindow(TimeBound? begin, TimeBound? end, TimeZoneInfo zone)
{
    /// <summary>The bounds for <paramref name="traces"/>, in nanoseconds from the clock's origin; null for none.</summary>
    public (long? BeginNs, long? EndNs) Resolve(TraceSet traces)
    {
        if (begin is null && end is null) return default;
        var reader = traces.Read();
        while (reader.MoveNext())
        {
            if (reader.Current.Kind != MessageKind.Event) continue;
            var first = reader.Current.TimestampNs;
            return (begin?.Resolve(first, zone), end?.Resolve(first, zone));
        }

        return default;
    }
}
