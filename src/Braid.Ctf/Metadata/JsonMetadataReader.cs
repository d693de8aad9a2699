using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Reads the JSON fragments of CTF 2 metadata (CTF2-SPEC-2.0): preamble, aliases, trace, clock, stream and event classes.</summary>
internal sealed class JsonMetadataReader
{
    private const byte RecordSeparator = 0x1e;

    private readonly string _file;
    private readonly TraceClass _trace = new() { Version = CtfVersion.Ctf2 };
    private readonly JsonFieldClassReader _fields;

    /// <summary>Line of the first byte of the fragment being read, from 1.</summary>
    private int _line = 1;

    /// <summary>Its column in bytes, from 1.</summary>
    private int _column = 1;

    private bool _hasPreamble;
    private bool _hasTraceClass;

    private JsonMetadataReader(string file)
    {
        _file = file;
        _fields = new(Fault);
    }

    public static TraceClass Read(string file, ReadOnlySpan<byte> text)
    {
        var reader = new JsonMetadataReader(file);
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf(RecordSeparator);
            if (length < 0) length = text.Length - start;
            var fragment = text.Slice(start, length);
            var space = length - fragment.TrimStart(" \t\r\n"u8).Length;
            reader.Pass(fragment[..space]);
            if (space < length) reader.ReadChecked(fragment[space..]);
            reader.Pass(text.Slice(start + space, Math.Min(length + 1, text.Length - start) - space));
            start += length + 1;
        }

        if (!reader._hasPreamble) throw reader.Fault("expected a preamble");
        return reader._trace;
    }

    private string Place => string.Create(CultureInfo.InvariantCulture, $"{_line}:{_column}");

    private void Pass(ReadOnlySpan<byte> text)
    {
        _line += text.Count((byte)'\n');
        var last = text.LastIndexOf((byte)'\n');
        _column = last < 0 ? _column + text.Length : text.Length - last;
    }

    private void ReadChecked(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text)) throw Fault("expected UTF-8");
        try
        {
            ReadFragment(text);
        }
        catch (InvalidOperationException error)
        {
            // System.Text.Json finds an escaped half of a surrogate pair only when the string is asked for.
            throw Fault("expected Unicode text: " + error.Message);
        }
    }

    private void ReadFragment(ReadOnlySpan<byte> text)
    {
        using var document = Parse(text);
        var fragment = document.RootElement;
        if (fragment.ValueKind != JsonValueKind.Object) throw Fault("expected an object");
        var type = Text(fragment, "type") ?? throw Fault("a fragment needs a type");
        if (!_hasPreamble && type != "preamble") throw Fault($"expected the preamble first, found '{type}'");
        switch (type)
        {
            case "preamble": ReadPreamble(fragment); break;
            case "field-class-alias": _fields.AddAlias(Text(fragment, "name"), Required(fragment, "field-class")); break;
            case "trace-class": ReadTrace(fragment); break;
            case "clock-class": ReadClock(fragment); break;
            case "data-stream-class": ReadStream(fragment); break;
            case "event-record-class": ReadEvent(fragment); break;
            default: throw Fault($"expected the type of a fragment, found '{type}'");
        }
    }

    private JsonDocument Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            return JsonDocument.ParseValue(ref json);
        }
        catch (JsonException error)
        {
            var (line, column) = ((int)(error.LineNumber ?? 0), (int)(error.BytePositionInLine ?? 0));
            (_line, _column) = (_line + line, line == 0 ? _column + column : column + 1);
            throw Fault("expected JSON: " + error.Message);
        }
    }

    private void ReadPreamble(JsonElement fragment)
    {
        if (_hasPreamble) throw Fault("there are two preambles");
        _hasPreamble = true;
        if (Number(fragment, "version") is not 2) throw Fault("expected version 2");
        if (!fragment.TryGetProperty("uuid", out var uuid)) return;
        Span<byte> bytes = stackalloc byte[16];
        if (uuid.ValueKind != JsonValueKind.Array || uuid.GetArrayLength() != 16) throw Fault("expected a uuid of 16 numbers");
        var i = 0;
        foreach (var part in uuid.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Number || !part.TryGetByte(out bytes[i++])) throw Fault("expected a uuid of numbers from 0 to 255");
        }

        _trace.Uuid = new Guid(bytes, bigEndian: true);
    }

    private void ReadTrace(JsonElement fragment)
    {
        if (_hasTraceClass) throw Fault("there are two trace classes");
        _hasTraceClass = true;
        (_trace.Namespace, _trace.Name, _trace.Uid) = (Text(fragment, "namespace"), Text(fragment, "name"), Text(fragment, "uid"));
        if (fragment.TryGetProperty("environment", out var environment))
        {
            if (environment.ValueKind != JsonValueKind.Object) throw Fault("expected an environment of names and values");
            foreach (var entry in environment.EnumerateObject()) _trace.Environment.Add(Entry(entry));
        }

        _fields.Clock = null;
        _trace.Place = Place;
        _trace.PacketHeader = Scope(fragment, "packet-header-field-class");
    }

    private EnvironmentEntry Entry(JsonProperty entry) => entry.Value.ValueKind switch
    {
        JsonValueKind.String => new(entry.Name, entry.Value.GetString()!),
        JsonValueKind.Number when entry.Value.TryGetInt64(out var number) => new(entry.Name, number),
        _ => throw Fault($"the environment's {entry.Name} must be a string or an integer"),
    };

    private void ReadClock(JsonElement fragment)
    {
        var id = Text(fragment, "id") ?? throw Fault("a clock class needs an id");
        if (_trace.Clocks.Exists(clock => clock.Name == id)) throw Fault($"there are two clock classes with the id '{id}'");
        var frequency = Number(fragment, "frequency") ?? throw Fault("a clock class needs a frequency");
        if (frequency == 0) throw Fault("expected a frequency above 0");
        long seconds = 0;
        ulong cycles = 0;
        if (fragment.TryGetProperty("offset-from-origin", out var offset))
        {
            if (offset.ValueKind != JsonValueKind.Object) throw Fault("expected an offset of seconds and cycles");
            if (offset.TryGetProperty("seconds", out var value) && !(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out seconds)))
            {
                throw Fault("expected a signed number of seconds");
            }

            cycles = Number(offset, "cycles") ?? 0;
            if (cycles >= frequency) throw Fault("expected an offset of fewer cycles than a second has");
        }

        var uid = Text(fragment, "uid");
        _trace.Clocks.Add(new()
        {
            Name = id,
            Uid = uid,
            Uuid = Guid.TryParseExact(uid, "D", out var uuid) ? uuid : null,
            Namespace = Text(fragment, "namespace"),
            Description = Text(fragment, "description"),
            Frequency = frequency,
            OffsetSeconds = seconds,
            OffsetCycles = (long)cycles,
            Precision = Number(fragment, "precision"),
            Accuracy = Number(fragment, "accuracy"),
            OriginIsUnixEpoch = fragment.TryGetProperty("origin", out var origin) && origin.ValueKind == JsonValueKind.String && origin.GetString() == "unix-epoch",
        });
    }

    private void ReadStream(JsonElement fragment)
    {
        var id = Number(fragment, "id") ?? 0;
        if (_trace.Streams.Exists(stream => stream.Id == id)) throw Fault($"there are two data stream classes with the id {id}");
        ClockClass? clock = null;
        if (Text(fragment, "default-clock-class-id") is { } name)
        {
            clock = _trace.Clocks.Find(candidate => candidate.Name == name) ?? throw Fault($"there is no clock class '{name}' before this fragment");
        }

        _fields.Clock = clock;
        _trace.Streams.Add(new()
        {
            Place = Place,
            Id = id,
            Name = Text(fragment, "name"),
            Namespace = Text(fragment, "namespace"),
            Uid = Text(fragment, "uid"),
            DefaultClock = clock,
            PacketContext = Scope(fragment, "packet-context-field-class"),
            EventHeader = Scope(fragment, "event-record-header-field-class"),
            EventCommonContext = Scope(fragment, "event-record-common-context-field-class"),
        });
    }

    private void ReadEvent(JsonElement fragment)
    {
        var streamId = Number(fragment, "data-stream-class-id") ?? 0;
        var stream = _trace.Streams.Find(candidate => candidate.Id == streamId) ?? throw Fault($"there is no data stream class {streamId} before this fragment");
        var id = Number(fragment, "id") ?? 0;
        if (stream.Events.Exists(@event => @event.Id == id)) throw Fault($"there are two event record classes with the id {id}");
        _fields.Clock = stream.DefaultClock;
        var (common, own) = (Attributes(fragment, JsonMetadataWriter.AttributeNamespace), Attributes(fragment, JsonMetadataWriter.OwnNamespace));
        stream.Events.Add(new()
        {
            Place = Place,
            Id = id,
            Name = Text(fragment, "name"),
            Namespace = Text(fragment, "namespace"),
            Uid = Text(fragment, "uid"),
            LogLevel = common is { } a && Text(a, "log-level") is { } level ? LogLevels.FromAttribute(level) : null,
            EmfUri = common is { } b ? Text(b, "emf-uri") : null,
            Description = own is { } c ? Text(c, "description") : null,
            ProviderDescription = own is { } d ? Text(d, "provider-description") : null,
            SpecificContext = Scope(fragment, "specific-context-field-class"),
            Payload = Scope(fragment, "payload-field-class"),
        });
    }

    /// <summary>The attributes of one namespace; null without any.</summary>
    private static JsonElement? Attributes(JsonElement fragment, string name) =>
        fragment.TryGetProperty("attributes", out var all) && all.ValueKind == JsonValueKind.Object
            && all.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Object ? found : null;

    private StructureFieldClass? Scope(JsonElement fragment, string name)
    {
        if (!fragment.TryGetProperty(name, out var field)) return null;
        return _fields.Read(field) as StructureFieldClass ?? throw Fault($"{name} must be a structure");
    }

    private JsonElement Required(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value : throw Fault($"expected the property {name}");

    private string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Fault($"{name} must be a string");
    }

    private ulong? Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number) ? number : throw Fault($"{name} must be an unsigned integer");
    }

    private CtfException Fault(string fault) => new(_file, Place, fault);
}
