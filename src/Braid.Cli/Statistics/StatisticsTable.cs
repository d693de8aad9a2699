using System.Globalization;
using Braid.Cli.Terminal;

namespace Braid.Cli.Statistics;

/// <summary>Prints statistics for people, in 80 columns.</summary>
internal sealed class StatisticsTable(TraceStatistics statistics, string root, TextWriter output)
{
    private const int NameWidth = 36;
    private const int ChartRows = 4;
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    public void Print()
    {
        var streams = statistics.Streams;
        var events = streams.Sum(static s => s.Events);
        output.WriteLine($"{Parsing.Count(events)} events in {DurationText.Of(statistics.DurationNs)}{RateText(events)}, {Lost(streams)}");
        PrintStreams(streams);
        PrintEvents(statistics.Events);
        PrintChart();
    }

    private void PrintStreams(IReadOnlyList<StreamCount> streams)
    {
        foreach (var domain in streams.GroupBy(static s => s.Domain))
        {
            output.WriteLine();
            Row(domain.Key.Length == 0 ? "stream" : $"{domain.Key} stream", "events", "/s", "bytes", "lost");
            foreach (var stream in domain)
                Row(NameOf(stream), Parsing.Count(stream.Events), Rate(stream.Events), Parsing.Bytes(stream.Stream.Length), LostCount(stream));
            if (domain.Count() == 1) continue;
            Row("total", Parsing.Count(domain.Sum(static s => s.Events)), Rate(domain.Sum(static s => s.Events)), Parsing.Bytes(domain.Sum(static s => s.Stream.Length)), "");
        }
    }

    private void PrintEvents(IReadOnlyList<EventCount> events)
    {
        if (events.Count == 0) return;
        output.WriteLine();
        Row("event", "count", "/s", "bytes", "share");
        var bits = Math.Max(1, events.Sum(static e => e.Bits));
        foreach (var known in events)
            Row(known.Name, Parsing.Count(known.Events), Rate(known.Events), Parsing.Bytes((known.Bits + 7) / 8), ((double)known.Bits / bits).ToString("0.0 %", CultureInfo.InvariantCulture));
    }

    private void PrintChart()
    {
        var counts = statistics.Histogram.Counts;
        if (counts.Length < 2) return;
        var most = 1L;
        foreach (var count in counts) most = Math.Max(most, count);
        output.WriteLine();
        output.WriteLine($"events over time: a column is {DurationText.Of(statistics.Histogram.WidthNs)}, the highest {Parsing.Count(most)} events");
        for (var row = ChartRows - 1; row >= 0; row--)
        {
            var line = new char[counts.Length];
            for (var i = 0; i < line.Length; i++)
            {
                // Any event shows, be the column next to nothing.
                var height = counts[i] == 0 ? 0 : Math.Max(1, (int)(((Int128)counts[i] * ChartRows * 8) / most));
                line[i] = Eighths[Math.Clamp(height - (row * 8), 0, 8)];
            }

            output.WriteLine($"  {new string(line).TrimEnd()}".TrimEnd());
        }

        output.WriteLine($"  {new string('─', counts.Length)}");
    }

    private void Row(string name, string count, string rate, string bytes, string last)
    {
        if (name.Length > NameWidth) name = "…" + name[^(NameWidth - 1)..];
        output.WriteLine($"{name.PadRight(NameWidth)} {count,13} {rate,8} {bytes,9} {last,9}".TrimEnd());
    }

    private string NameOf(StreamCount stream) => Path.GetRelativePath(root, stream.Stream.Name);

    private string Rate(long events) => statistics.Rate(events) is { } rate ? Parsing.Rate(rate) : "-";

    private string RateText(long events) => statistics.Rate(events) is { } rate ? $" ({Parsing.Rate(rate)}/s)" : "";

    private static string LostCount(StreamCount stream) =>
        $"{(stream.LostEvents == 0 && stream.MayHaveLostMore ? "some" : Parsing.Count((long)stream.LostEvents))}{(stream.LostPackets > 0 ? $" +{stream.LostPackets} p" : "")}";

    private static string Lost(IReadOnlyList<StreamCount> streams)
    {
        ulong events = 0, packets = 0;
        foreach (var stream in streams) (events, packets) = (events + stream.LostEvents, packets + stream.LostPackets);
        var text = $"{events.ToString("N0", CultureInfo.InvariantCulture)} lost";
        if (packets > 0) text += $", and {packets.ToString("N0", CultureInfo.InvariantCulture)} packets lost";
        return streams.Any(static s => s.MayHaveLostMore) ? text + ", and some before the first packet kept" : text;
    }
}
