using Braid.Cli.Filtering;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;

namespace Braid.Cli.Reading;

/// <summary>Reads what the user asked for of a trace, in order of time.</summary>
internal sealed class TraceReading(TraceSet traces, EventFilter filter, TimeWindow window)
{
    /// <summary>Messages between two looks at the clock.</summary>
    public const int Stride = 4096;

    public ReadOptions Options { get; init; } = new();

    /// <summary>What to show on a terminal while reading takes long; null for nothing.</summary>
    public string? Work { get; init; }

    /// <summary>
    /// Hands each message to <paramref name="take"/>, losses in the window included, whatever the filter says of events; then
    /// prints a line for each damage found.
    /// </summary>
    /// <returns>The exit status: 1 when there was any damage.</returns>
    public int Run(Action<EventCursor> take, Action finish)
    {
        var (begin, end) = window.Resolve(traces);
        var reader = traces.Read(Options);
        if (begin is { } start) reader.Seek(start);
        using (var progress = Work is null ? null : new Progress(Work, TimeExtent.Of(traces)))
        {
            for (long count = 1; reader.MoveNext(); count++)
            {
                var cursor = reader.Current;
                if (count % Stride == 0) progress?.Report(count, cursor.TimestampNs);
                if (cursor.TimestampNs > end) break;
                if (cursor.TimestampNs < begin) continue;
                if (cursor.Kind != MessageKind.Event || filter.Accepts(cursor)) take(cursor);
            }
        }

        finish();
        return Faults.Report(reader);
    }
}
