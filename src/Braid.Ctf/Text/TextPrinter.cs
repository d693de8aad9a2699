using System.Text;
using Braid.Ctf.Decoding;

namespace Braid.Ctf.Text;

/// <summary>
/// Prints messages as <c>babeltrace2</c>'s <c>sink.text.pretty</c> does, byte for byte. Events go to one stream, warnings
/// of losses to another. Neither is closed; call <see cref="Flush"/> at the end. One thread at a time; messages come in
/// order of time.
/// </summary>
public sealed class TextPrinter : IDisposable
{
    private readonly TextOptions _options;
    private readonly TextBuffer _text;
    private readonly FieldText _fields;
    private readonly ClockText _clock;
    private readonly Stream _warnings;

    /// <summary>Where packet contexts are printed.</summary>
    private readonly MemoryStream _context = new();

    private readonly TextBuffer _contextText;
    private readonly FieldText _contextFields;
    private long? _begin;
    private long? _end;
    private bool _hasBounds;

    /// <summary>The time of the event before; null before the first with a clock.</summary>
    private (long Ns, ulong Cycles)? _last;

    /// <summary>A printer of events to <paramref name="output"/> and of warnings, in UTF-8, to <paramref name="warnings"/>.</summary>
    public TextPrinter(TextOptions options, Stream output, Stream warnings)
    {
        _options = options;
        _text = new(output);
        _fields = new(_text, options.Color);
        _clock = new(options);
        _contextText = new(_context, TextBuffer.SmallSize);
        _contextFields = new(_contextText, options.Color);
        _warnings = warnings;
    }

    /// <summary>Events printed.</summary>
    public long EventCount { get; private set; }

    /// <summary>Prints all messages of <paramref name="reader"/> and flushes; stops at <see cref="TextOptions.End"/>.</summary>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public void Print(MergedReader reader)
    {
        while (reader.MoveNext() && Print(reader.Current))
        {
        }

        Flush();
    }

    /// <summary>Prints the message that <paramref name="cursor"/> stands on.</summary>
    /// <returns>False when it is past <see cref="TextOptions.End"/>, as all after it are.</returns>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public bool Print(EventCursor cursor)
    {
        if (_options.Begin is not null || _options.End is not null)
        {
            if (!_hasBounds && cursor.Kind == MessageKind.Event) ResolveBounds(cursor.TimestampNs);
            if (cursor.TimestampNs > _end) return false;
            if (cursor.TimestampNs < _begin) return true;
        }

        if (cursor.Kind == MessageKind.Event) PrintEvent(cursor);
        else PrintLoss(cursor);
        return true;
    }

    /// <summary>Writes out what is buffered.</summary>
    public void Flush()
    {
        _text.Flush();
        _warnings.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _contextText.Dispose();
    }

    private void ResolveBounds(long first)
    {
        _hasBounds = true;
        _begin = _options.Begin?.Resolve(first, _clock.Zone);
        _end = _options.End?.Resolve(first, _clock.Zone);
    }

    private void PrintEvent(EventCursor cursor)
    {
        EventCount++;
        var names = (_options.Names & TextNames.Header) != 0;
        if (cursor.HasTimestamp) PrintTime(cursor, names);
        var layout = cursor.Layout;
        if (layout.Text is not { } text || text.Owner != this) layout.Text = text = new(this, cursor, _options);
        if (text.IsWhole && !_options.Color) PrintSteps(cursor, text.Steps);
        else PrintScopes(cursor, layout);
        _text.FlushIfFull();
    }

    private void PrintSteps(EventCursor cursor, TextStep[] steps)
    {
        foreach (ref readonly var step in steps.AsSpan())
        {
            _text.AppendLiteral(step.Literal, step.Length);
            switch (step.Kind)
            {
                case TextStepKind.End: return;
                case TextStepKind.PacketContext:
                    _text.Append(ContextText(cursor));
                    break;
                case TextStepKind.Unsigned:
                    _text.Append(cursor.PlainAt(step.Field!));
                    break;
                case TextStepKind.Signed:
                    _text.Append(Bits.SignExtend(cursor.PlainAt(step.Field!), step.Field!.Size));
                    break;
                case TextStepKind.String:
                    StringText.Append(_text, cursor.StringAt(step.Field!));
                    break;
                default:
                    _fields.Append(cursor, step.Field!, step.Names);
                    break;
            }
        }
    }

    /// <summary>Walks all fields in order.</summary>
    private void PrintScopes(EventCursor cursor, EventLayout layout)
    {
        _text.Append(new HeaderTexts(cursor.Stream, layout.Class, _options).Line);
        var isFirst = true;
        var stream = cursor.Stream.Layout;
        if (stream.PacketContext is { Root.IsShown: true } context)
        {
            isFirst = false;
            _text.Append(ContextText(cursor));
        }

        PrintScope(cursor, stream.EventCommonContext, cursor.CommonStart, TextNames.Context, "stream.event.context = "u8, ref isFirst);
        PrintScope(cursor, layout.SpecificContext, cursor.SpecificStart, TextNames.Context, "event.context = "u8, ref isFirst);
        PrintScope(cursor, layout.Payload, cursor.PayloadStart, TextNames.Payload, "event.fields = "u8, ref isFirst);
        _text.Append((byte)'\n');
    }

    /// <summary>The packet context is the same for all events of a packet, so it is printed once.</summary>
    private byte[] ContextText(EventCursor cursor)
    {
        if (cursor.PrintedContext is { } known && cursor.PrintedFor == this) return known;
        _context.SetLength(0);
        if ((_options.Names & TextNames.Scope) != 0) TextColors.AppendLabel(_contextText, "stream.packet.context = "u8, _options.Color);
        _contextFields.Append(cursor, cursor.Stream.Layout.PacketContext!, cursor.ContextStart, (_options.Names & TextNames.Context) != 0);
        _contextText.Flush();
        cursor.PrintedFor = this;
        return cursor.PrintedContext = _context.ToArray();
    }

    private void PrintScope(EventCursor cursor, Scope? scope, long start, TextNames kind, ReadOnlySpan<byte> name, ref bool isFirst)
    {
        if (scope is null || !scope.Root.IsShown) return;
        if (!isFirst) _text.Append(", "u8);
        isFirst = false;
        if ((_options.Names & TextNames.Scope) != 0) TextColors.AppendLabel(_text, name, _options.Color);
        _fields.Append(cursor, scope, start, (_options.Names & kind) != 0);
    }

    private void PrintTime(EventCursor cursor, bool names)
    {
        if (names) TextColors.AppendLabel(_text, "timestamp = "u8, _options.Color);
        else _text.Append("["u8);
        if (_options.Color) _text.Append(TextColors.Time);
        var (ns, cycles) = (cursor.TimestampNs, cursor.TimestampCycles);
        if (_options.ClockCycles) _text.AppendPadded(cycles, 20);
        else _clock.Append(_text, ns);
        if (_options.Color) _text.Append(TextColors.End);
        _text.Append(names ? ", "u8 : "] "u8);
        if (_options.Delta)
        {
            if (names) TextColors.AppendLabel(_text, "delta = +"u8, _options.Color);
            else _text.Append("(+"u8);
            if (_options.ClockCycles)
            {
                // babeltrace2 takes a step back of one cycle for a difference that it does not know.
                if (_last is { } before && cycles - before.Cycles is var delta and not ulong.MaxValue) _text.AppendPadded(delta, 12);
                else _text.Append("????????????"u8);
            }
            else if (_last is { } before)
            {
                var delta = (ulong)(ns - before.Ns);
                _text.Append(delta / 1_000_000_000);
                _text.Append((byte)'.');
                _text.AppendNanoseconds((uint)(delta % 1_000_000_000));
            }
            else _text.Append("?.?????????"u8);

            _text.Append(names ? ", "u8 : ") "u8);
        }

        _last = (ns, cycles);
    }

    private void PrintLoss(EventCursor cursor)
    {
        var what = cursor.Kind == MessageKind.DiscardedEvents ? "event" : "packet";
        var loss = cursor.Loss;
        var trace = cursor.Stream.Trace;
        using var line = new TextBuffer(_warnings, TextBuffer.SmallSize);
        Write(line, loss.Count is { } count ? $"WARNING: Tracer discarded {count} {what}{(count == 1 ? "" : "s")} " : $"WARNING: Tracer may have discarded {what}s ");
        if (loss is { BeginNs: { } begin, EndNs: { } end })
        {
            line.Append("between ["u8);
            _clock.Append(line, begin);
            line.Append("] and ["u8);
            _clock.Append(line, end);
            line.Append("]"u8);
        }
        else line.Append("(unknown time range)"u8);

        var uuid = trace.Class.Uuid is { } id ? $"(UUID: {id:D})" : "(no UUID)";
        Write(line, $" in trace \"{trace.Name}\" {uuid} within stream \"{cursor.Stream.Name}\" (stream class ID: {cursor.Stream.Class.Id}, stream ID: {cursor.Stream.Number}).\n");
        _text.Flush();
        line.Flush();
    }

    private static void Write(TextBuffer text, string value) => text.Append(Encoding.UTF8.GetBytes(value));
}
