using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Ctf.Export;

/// <summary>
/// Prints events as JSON lines, one object per event: docs/formats/json.md. Does not close its stream; call
/// <see cref="Flush"/> at the end. One thread at a time.
/// </summary>
public sealed class JsonPrinter : IEventPrinter
{
    private readonly TextBuffer _text;
    private readonly JsonValues _values;

    /// <summary>A printer to <paramref name="output"/>.</summary>
    public JsonPrinter(Stream output)
    {
        _text = new(output);
        _values = new(_text);
    }

    /// <inheritdoc/>
    public void Print(EventCursor cursor)
    {
        var layout = cursor.Layout;
        var known = layout.Json ??= new(cursor.Stream.Trace, layout);
        _text.Append("{\"timestamp\":"u8);
        if (cursor.HasTimestamp) _text.Append(cursor.TimestampNs);
        else _text.Append("null"u8);
        _text.Append(known.Head);
        _text.Append(",\"stream\":"u8);
        _text.Append(cursor.Stream.Number);
        if (known.Cpu is { } cpu)
        {
            _text.Append(",\"cpu_id\":"u8);
            _values.AppendInteger(cursor.GetValue(cpu));
        }

        var separator = ",\"context\":{"u8;
        Append(cursor, known.Packet, ref separator);
        Append(cursor, known.Contexts, ref separator);
        _text.Append(separator is [(byte)',', (byte)'"', ..] ? ",\"context\":{},\"fields\":{"u8 : "},\"fields\":{"u8);
        separator = ""u8;
        Append(cursor, known.Payload, ref separator);
        _text.Append("}}\n"u8);
        _text.FlushIfFull();
    }

    /// <inheritdoc/>
    public void Flush() => _text.Flush();

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private void Append(EventCursor cursor, JsonMember[] members, scoped ref ReadOnlySpan<byte> separator)
    {
        foreach (var (label, field) in members)
        {
            _text.Append(separator);
            separator = ","u8;
            _text.Append(label);
            _values.Append(cursor.GetValue(field));
        }
    }
}
