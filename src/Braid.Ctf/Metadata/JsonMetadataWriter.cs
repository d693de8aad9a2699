using System.Text.Encodings.Web;
using System.Text.Json;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>
/// Writes CTF 2 metadata: JSON fragments, each after an RS byte (CTF2-SPEC-2.0, RFC 7464): preamble, trace class, clock
/// classes, then each data stream class with its event record classes.
/// </summary>
internal static class JsonMetadataWriter
{
    public const string AttributeNamespace = "babeltrace.org,2020";

    /// <summary>Of what no other program knows.</summary>
    public const string OwnNamespace = "braid";
    private const byte RecordSeparator = 0x1e;

    public static void Write(TraceClass trace, Stream output)
    {
        Fragment(output, "preamble", json =>
        {
            json.WriteNumber("version", 2);
            if (trace.Uuid is not { } uuid) return;
            Span<byte> bytes = stackalloc byte[16];
            uuid.TryWriteBytes(bytes, bigEndian: true, out _);
            json.WriteStartArray("uuid");
            foreach (var part in bytes) json.WriteNumberValue(part);
            json.WriteEndArray();
        });
        Fragment(output, "trace-class", json => WriteTraceClass(json, trace));
        foreach (var clock in trace.Clocks) Fragment(output, "clock-class", json => WriteClock(json, clock));
        foreach (var stream in trace.Streams)
        {
            Fragment(output, "data-stream-class", json => WriteStream(json, stream));
            foreach (var @event in stream.Events) Fragment(output, "event-record-class", json => WriteEvent(json, stream, @event));
        }
    }

    private static void Fragment(Stream output, string type, Action<Utf8JsonWriter> body)
    {
        output.WriteByte(RecordSeparator);
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            body(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteTraceClass(Utf8JsonWriter json, TraceClass trace)
    {
        WriteIdentity(json, trace.Namespace, trace.Name, trace.Uid);
        if (trace.Environment.Count > 0)
        {
            json.WriteStartObject("environment");
            foreach (var entry in trace.Environment)
            {
                if (entry.Text is { } text) json.WriteString(entry.Name, text);
                else json.WriteNumber(entry.Name, entry.Number);
            }

            json.WriteEndObject();
        }

        JsonFieldClassWriter.WriteScope(json, "packet-header-field-class", trace.PacketHeader);
    }

    private static void WriteClock(Utf8JsonWriter json, ClockClass clock)
    {
        json.WriteString("id", clock.Name);
        WriteIdentity(json, clock.Namespace, clock.Name, clock.Uid ?? clock.Uuid?.ToString("D"));
        if (clock.Description is { } description) json.WriteString("description", description);
        json.WriteNumber("frequency", clock.Frequency);
        if (clock.Precision is { } precision) json.WriteNumber("precision", precision);
        if (clock.Accuracy is { } accuracy) json.WriteNumber("accuracy", accuracy);

        // CTF 2 wants 0 <= cycles < frequency.
        var (seconds, cycles) = Int128.DivRem(clock.OffsetCycles, clock.Frequency);
        if (cycles < 0) (seconds, cycles) = (seconds - 1, cycles + clock.Frequency);
        json.WriteStartObject("offset-from-origin");
        json.WriteNumber("seconds", (long)(clock.OffsetSeconds + seconds));
        json.WriteNumber("cycles", (ulong)cycles);
        json.WriteEndObject();
        if (clock.OriginIsUnixEpoch) json.WriteString("origin", "unix-epoch");
    }

    private static void WriteStream(Utf8JsonWriter json, StreamClass stream)
    {
        json.WriteNumber("id", stream.Id);
        WriteIdentity(json, stream.Namespace, stream.Name, stream.Uid);
        if (stream.DefaultClock is { } clock) json.WriteString("default-clock-class-id", clock.Name);
        JsonFieldClassWriter.WriteScope(json, "packet-context-field-class", stream.PacketContext);
        JsonFieldClassWriter.WriteScope(json, "event-record-header-field-class", stream.EventHeader);
        JsonFieldClassWriter.WriteScope(json, "event-record-common-context-field-class", stream.EventCommonContext);
    }

    private static void WriteEvent(Utf8JsonWriter json, StreamClass stream, EventClass @event)
    {
        json.WriteNumber("id", @event.Id);
        json.WriteNumber("data-stream-class-id", stream.Id);
        WriteIdentity(json, @event.Namespace, @event.Name, @event.Uid);
        WriteAttributes(json, @event);
        JsonFieldClassWriter.WriteScope(json, "specific-context-field-class", @event.SpecificContext);
        JsonFieldClassWriter.WriteScope(json, "payload-field-class", @event.Payload ?? new StructureFieldClass([]));
    }

    private static void WriteAttributes(Utf8JsonWriter json, EventClass @event)
    {
        var hasCommon = @event.LogLevel is not null || @event.EmfUri is not null;
        var hasOwn = @event.Description is not null || @event.ProviderDescription is not null;
        if (!hasCommon && !hasOwn) return;
        json.WriteStartObject("attributes");
        if (hasCommon)
        {
            json.WriteStartObject(AttributeNamespace);
            if (@event.LogLevel is { } level && LogLevels.IsKnown(level)) json.WriteString("log-level", LogLevels.Attribute(level));
            if (@event.EmfUri is { } uri) json.WriteString("emf-uri", uri);
            json.WriteEndObject();
        }

        if (hasOwn)
        {
            json.WriteStartObject(OwnNamespace);
            if (@event.Description is { } description) json.WriteString("description", description);
            if (@event.ProviderDescription is { } provider) json.WriteString("provider-description", provider);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, string? @namespace, string? name, string? uid)
    {
        if (@namespace is not null) json.WriteString("namespace", @namespace);
        if (name is not null) json.WriteString("name", name);
        if (uid is not null) json.WriteString("uid", uid);
    }
}
