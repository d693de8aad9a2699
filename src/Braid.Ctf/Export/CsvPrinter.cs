using System.Globalization;
using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;

namespace Braid.Ctf.Export;

/// <summary>
/// Prints events as a table with a line of column names: docs/formats/csv.md. Does not close its stream; call
/// <see cref="Flush"/> at the end. One thread at a time.
/// </summary>
public sealed class CsvPrinter : IEventPrinter
{
    private readonly TextBuffer _text;
    private readonly JsonValues _values;
    private readonly MemoryStream _jsonBytes = new();
    private readonly TextBuffer _json;
    private readonly JsonValues _jsonValues;
    private readonly CsvColumns _columns;
    private readonly Dictionary<Trace, byte[]> _traces = [];
    private readonly Dictionary<EventLayout, byte[]> _names = [];

    /// <summary>
    /// A printer to <paramref name="output"/> of the events of <paramref name="traces"/> whose class is
    /// <paramref name="selected"/>: these decide on the columns.
    /// </summary>
    public CsvPrinter(Stream output, TraceSet traces, Func<EventClass, bool> selected)
    {
        _text = new(output);
        _values = new(_text);
        _json = new(_jsonBytes);
        _jsonValues = new(_json);
        var layouts = traces.Streams.Select(static stream => stream.Layout).Distinct()
            .SelectMany(layout => layout.Class.Events.Where(selected).Select(known => layout.Find(known.Id)!)).ToList();
        _columns = new(layouts);
        var environment = TraceColumns.Environment.Where(name => traces.Traces.Any(trace => trace.Find(name) is not null)).ToList();
        foreach (var trace in traces.Traces) _traces.Add(trace, CellsOf(trace, environment));
        string[] names = ["timestamp", "name", .. environment.Select(static name => "trace." + name), .. _columns.Names];
        PrintHeader(_columns.IsFlat ? names : [.. names, "fields"]);
    }

    /// <inheritdoc/>
    public void Print(EventCursor cursor)
    {
        var layout = cursor.Layout;
        if (!_names.TryGetValue(layout, out var name)) _names.Add(layout, name = Cell(layout.Class.Name ?? ""));
        if (cursor.HasTimestamp) _text.Append(cursor.TimestampNs);
        _text.Append((byte)',');
        _text.Append(name);
        _text.Append(_traces[cursor.Stream.Trace]);
        foreach (var cell in _columns.CellsOf(layout))
        {
            _text.Append((byte)',');
            if (cell.Field is null) continue;
            if (cell.Kind == CsvCellKind.Label) PrintLabel(cursor.GetValue(cell.Field));
            else PrintValue(cursor.GetValue(cell.Field));
        }

        if (!_columns.IsFlat) PrintFields(cursor);
        _text.Append("\r\n"u8);
        _text.FlushIfFull();
    }

    /// <inheritdoc/>
    public void Flush() => _text.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _json.Dispose();
    }

    private static byte[] CellsOf(Trace trace, IEnumerable<string> environment)
    {
        var cells = new List<byte>();
        foreach (var name in environment)
        {
            cells.Add((byte)',');
            if (trace.Find(name) is { } entry) cells.AddRange(Cell(entry.Text ?? entry.Number.ToString(CultureInfo.InvariantCulture)));
        }

        return [.. cells];
    }

    private static byte[] Cell(string value)
    {
        using var bytes = new MemoryStream();
        using (var text = new TextBuffer(bytes, TextBuffer.SmallSize))
        {
            CsvText.Append(text, Encoding.UTF8.GetBytes(value));
            text.Flush();
        }

        return bytes.ToArray();
    }

    private void PrintHeader(string[] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0) _text.Append((byte)',');
            _text.Append(Cell(names[i]));
        }

        _text.Append("\r\n"u8);
    }

    private void PrintValue(FieldValue value)
    {
        switch (value.Field.Kind)
        {
            case FieldKind.Unsigned or FieldKind.Signed or FieldKind.VariableUnsigned or FieldKind.VariableSigned:
                _values.AppendInteger(value);
                break;
            case FieldKind.Real:
                _values.AppendReal(value, quoted: false);
                break;
            case FieldKind.String or FieldKind.Text:
                CsvText.Append(_text, JsonValues.Utf8(value));
                break;
            case FieldKind.Variant or FieldKind.Optional:
                if (value.TryGetContent(out var content)) PrintValue(content);
                break;
            default:
                _jsonValues.Append(value);
                PrintJson();
                break;
        }
    }

    private void PrintLabel(FieldValue value)
    {
        var labels = _values.LabelsOf(value.Field)!;
        var number = value.AsInt64();
        if (labels.FindValue(number, 0) is var found and >= 0) CsvText.Append(_text, JsonValues.JoinedLabels(labels, number, found));
    }

    /// <summary>The payload as one JSON object.</summary>
    private void PrintFields(EventCursor cursor)
    {
        _text.Append((byte)',');
        if (cursor.TryGetScope(FieldScope.EventPayload, out var payload)) _jsonValues.Append(payload);
        else _json.Append("{}"u8);
        PrintJson();
    }

    private void PrintJson()
    {
        _json.Flush();
        CsvText.Append(_text, _jsonBytes.GetBuffer().AsSpan(0, (int)_jsonBytes.Length));
        _jsonBytes.SetLength(0);
    }
}
