using System.Globalization;
using System.Text;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Writes TSDL (CTF 1.8.3) in the order and manner of LTTng's own metadata: clock, then types, then streams and events.</summary>
internal sealed class TsdlWriter(TraceClass trace)
{
    private readonly StringBuilder _text = new();
    private readonly TsdlTypeWriter _types = new(trace);

    /// <summary>babeltrace2 refuses ids of streams that no packet header names.</summary>
    private readonly bool _hasStreamIds = trace.Streams.Count > 1
        || trace.PacketHeader is { } header && header.Members.Any(static member => member.Class is IntegerFieldClass { Roles: FieldRoles.DataStreamClassId });

    public void WriteTo(Stream output)
    {
        _text.Append("/* CTF 1.8 */\n\n");
        WriteTrace();
        WriteEnvironment();
        foreach (var clock in trace.Clocks) WriteClock(clock);
        foreach (var stream in trace.Streams) WriteStream(stream);
        output.Write(Encoding.UTF8.GetBytes(_text.ToString()));
    }

    private void WriteTrace()
    {
        _text.Append("trace {\n\tmajor = 1;\n\tminor = 8;\n");
        if (trace.Uuid is { } uuid) Line($"\tuuid = \"{uuid:D}\";");
        Line($"\tbyte_order = {(trace.NativeByteOrder == ByteOrder.LittleEndian ? "le" : "be")};");
        WriteScope("packet.header", trace.PacketHeader, FieldScope.PacketHeader);
        _text.Append("};\n\n");
    }

    private void WriteEnvironment()
    {
        if (trace.Environment.Count == 0) return;
        _text.Append("env {\n");
        foreach (var entry in trace.Environment)
        {
            _text.Append('\t').Append(TsdlNames.Identifier(entry.Name)).Append(" = ");
            if (entry.Text is { } text) TsdlText.AppendQuoted(_text, text);
            else _text.Append(entry.Number.ToString(CultureInfo.InvariantCulture));
            _text.Append(";\n");
        }

        _text.Append("};\n\n");
    }

    private void WriteClock(ClockClass clock)
    {
        Line($"clock {{\n\tname = {TsdlNames.Identifier(clock.Name)};");
        if (clock.Uuid is { } uuid) Line($"\tuuid = \"{uuid:D}\";");
        if (clock.Description is { } description)
        {
            _text.Append("\tdescription = ");
            TsdlText.AppendQuoted(_text, description);
            _text.Append(";\n");
        }

        Line($"\tfreq = {clock.Frequency}; /* cycles per second */");
        if (clock.Precision is { } precision) Line($"\tprecision = {precision};");
        if (clock.OffsetSeconds != 0) Line($"\toffset_s = {clock.OffsetSeconds};");
        Line($"\toffset = {clock.OffsetCycles}; /* cycles */");
        Line($"\tabsolute = {(clock.OriginIsUnixEpoch ? "true" : "false")};");
        _text.Append("};\n\n");
    }

    private void WriteStream(StreamClass stream)
    {
        Line($"stream {{");
        if (_hasStreamIds) Line($"\tid = {stream.Id};");
        WriteScope("packet.context", stream.PacketContext, FieldScope.PacketContext);
        WriteScope("event.header", stream.EventHeader, FieldScope.EventHeader);
        WriteScope("event.context", stream.EventCommonContext, FieldScope.EventCommonContext);
        _text.Append("};\n\n");
        foreach (var @event in stream.Events) WriteEvent(stream, @event);
    }

    private void WriteEvent(StreamClass stream, EventClass @event)
    {
        WriteComment(@event.ProviderDescription);
        WriteComment(@event.Description);
        _text.Append("event {\n");
        if (@event.Name is { } name)
        {
            _text.Append("\tname = ");
            TsdlText.AppendQuoted(_text, name);
            _text.Append(";\n");
        }

        Line($"\tid = {@event.Id};");
        if (_hasStreamIds) Line($"\tstream_id = {stream.Id};");
        if (@event.LogLevel is { } level) Line($"\tloglevel = {level};");
        if (@event.EmfUri is { } uri)
        {
            _text.Append("\tmodel.emf.uri = ");
            TsdlText.AppendQuoted(_text, uri);
            _text.Append(";\n");
        }

        WriteScope("context", @event.SpecificContext, FieldScope.EventSpecificContext);
        WriteScope("fields", @event.Payload ?? new StructureFieldClass([]), FieldScope.EventPayload);
        _text.Append("};\n\n");
    }

    /// <summary>What has no place in CTF 1.8, on one line and without what would end the comment.</summary>
    private void WriteComment(string? text)
    {
        if (text is not null) Line($"/* {string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)).Replace("*/", "* /", StringComparison.Ordinal)} */");
    }

    private void WriteScope(string name, StructureFieldClass? structure, FieldScope scope)
    {
        if (structure is null) return;
        _text.Append('\t').Append(name).Append(" := ");
        _types.AppendScope(_text, structure, scope);
        _text.Append(";\n");
    }

    private void Line(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
