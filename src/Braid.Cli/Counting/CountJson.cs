using System.Text.Json;

namespace Braid.Cli.Counting;

/// <summary>Prints counts as one JSON object: docs/formats/stat.md.</summary>
internal static class CountJson
{
    public static void Print(Counts counts, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("runs", counts.Runs);
        json.WriteNumber("elapsed_s", counts.Elapsed);
        if (counts.Times is var (user, kernel))
        {
            json.WriteNumber("user_s", user);
            json.WriteNumber("system_s", kernel);
        }

        json.WriteStartArray("counts");
        foreach (var count in counts.Events)
        {
            json.WriteStartObject();
            json.WriteString("event", count.Event.Name);
            json.WriteString("state", count.State switch { CountState.Counted => "counted", CountState.NotSupported => "not supported", _ => "not permitted" });
            if (count.State == CountState.Counted)
            {
                json.WriteNumber("value", count.Mean);
                json.WriteString("unit", count.Event.IsTime ? "ns" : "");
                json.WriteNumber("error", count.Error);
                json.WriteNumber("share", count.Share);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }
}
