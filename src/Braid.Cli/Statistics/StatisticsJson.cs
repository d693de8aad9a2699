using System.Text.Json;

namespace Braid.Cli.Statistics;

/// <summary>Prints statistics as one JSON object: docs/formats/stat.md.</summary>
internal static class StatisticsJson
{
    public static void Print(TraceStatistics statistics, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("begin_ns", statistics.BeginNs);
        json.WriteNumber("end_ns", statistics.EndNs);
        json.WriteNumber("events", statistics.Streams.Sum(static s => s.Events));
        json.WriteStartArray("streams");
        foreach (var stream in statistics.Streams) Write(json, stream);
        json.WriteEndArray();
        json.WriteStartArray("events_by_name");
        foreach (var known in statistics.Events)
        {
            json.WriteStartObject();
            json.WriteString("name", known.Name);
            json.WriteNumber("events", known.Events);
            json.WriteNumber("bits", known.Bits);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, statistics.Histogram);
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, StreamCount stream)
    {
        json.WriteStartObject();
        json.WriteString("domain", stream.Domain);
        json.WriteString("path", stream.Stream.Name);
        json.WriteNumber("stream_class", stream.Stream.Class.Id);
        json.WriteNumber("packets", stream.Stream.PacketCount);
        json.WriteNumber("file_bytes", stream.Stream.Length);
        json.WriteNumber("events", stream.Events);
        json.WriteNumber("event_bits", stream.Bits);
        json.WriteNumber("lost_events", stream.LostEvents);
        json.WriteNumber("lost_packets", stream.LostPackets);
        json.WriteBoolean("lost_before_first_packet", stream.MayHaveLostMore);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Histogram histogram)
    {
        json.WriteStartObject("histogram");
        json.WriteNumber("begin_ns", histogram.BeginNs);
        json.WriteNumber("width_ns", histogram.WidthNs);
        json.WriteStartArray("events");
        foreach (var count in histogram.Counts) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
