using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>
/// Reads the blocks of TSDL text (CTF 1.8.3, section 7). Types are parsed where they stand; fields are bound when all
/// blocks are known, for a block may come after one that needs it (the byte order and the clocks, above all).
/// </summary>
internal sealed class TsdlReader
{
    private readonly TsdlCursor _cursor;
    private readonly TsdlTypeParser _types;
    private readonly TraceClass _trace = new() { Version = CtfVersion.Ctf18 };
    private readonly List<TsdlBlock> _streams = [];
    private readonly List<TsdlBlock> _events = [];

    /// <summary>The only trace block; null until it is read.</summary>
    private TsdlBlock? _traceBlock;

    private TsdlReader(string file, string text, ByteOrder? packetOrder)
    {
        var tokens = new TsdlLexer(file, text).Run();
        _cursor = new(file, tokens);
        _trace.NativeByteOrder = FindByteOrder(tokens);
        if (packetOrder is { } order && order != _trace.NativeByteOrder)
        {
            throw new CtfException(file, "byte 0", "the packets of the metadata have another byte order than the trace");
        }

        _cursor.Position = 0;
        _types = new(_cursor, _trace.NativeByteOrder);
    }

    public static TraceClass Read(string file, string text, ByteOrder? packetOrder) => new TsdlReader(file, text, packetOrder).Run();

    private TraceClass Run()
    {
        while (!_cursor.IsAtEnd)
        {
            var at = _cursor.Next;
            if (_cursor.TryTake(";") || _types.TryDeclaration()) continue;
            switch (at.Kind == TsdlTokenKind.Word ? _cursor.Take().Text : "")
            {
                case "trace":
                    if (_traceBlock is not null) throw _cursor.Fault(at, "there are two trace blocks");
                    _traceBlock = Block(at);
                    break;
                case "stream": _streams.Add(Block(at)); break;
                case "event": _events.Add(Block(at)); break;
                case "clock": Read(at, AddClock); break;
                case "env": Read(at, AddEnvironment); break;
                case "callsite": Block(at); break;
                default: throw _cursor.Fault(at, $"expected a block or a type, found {at}");
            }

            _cursor.Expect(";");
        }

        if (_traceBlock is null) throw _cursor.Fault("a trace block");
        var binder = new TsdlBinder(_cursor, _trace);
        binder.Bind(_traceBlock, _streams, _events);
        binder.CheckUnused(_types.Declared);
        return _trace;
    }

    private void Read(TsdlToken at, Action<TsdlBlock> add)
    {
        var block = Block(at);
        var end = _cursor.Position;
        add(block);
        _cursor.Position = end;
    }

    /// <summary>The statements between braces: values and types by their dotted names.</summary>
    private TsdlBlock Block(TsdlToken at)
    {
        var block = new TsdlBlock(_cursor, at);
        _cursor.Expect("{");
        _types.OpenScope();
        while (!_cursor.TryTake("}"))
        {
            if (_types.TryDeclaration()) continue;
            if (_cursor.Next.Kind is not (TsdlTokenKind.Word or TsdlTokenKind.Text)) throw _cursor.Fault("an attribute");
            var name = _cursor.Take().Text;
            while (_cursor.TryTake(".")) name += "." + _cursor.Take().Text;
            if (_cursor.TryTake(":=")) block.Add(name, _types.Type());
            else
            {
                _cursor.Expect("=");
                block.Add(name, _cursor.Position);
                if (_cursor.Next.Is(";")) throw _cursor.Fault("a value");
                SkipValue();
            }

            _cursor.Expect(";");
        }

        _types.CloseScope();
        return block;
    }

    /// <summary>One number, string or dotted name.</summary>
    private void SkipValue()
    {
        if (!_cursor.TryTake("-")) _cursor.TryTake("+");
        if (_cursor.Next.Kind is TsdlTokenKind.Punctuation or TsdlTokenKind.End) throw _cursor.Fault("a value");
        var isWord = _cursor.Take().Kind == TsdlTokenKind.Word;
        while (isWord && (_cursor.TryTake(".") || _cursor.TryTake("->"))) _cursor.Take();
    }

    private void AddClock(TsdlBlock block)
    {
        var name = block.Text("name") ?? throw _cursor.Fault(block.At, "a clock needs a name");
        if (_trace.Clocks.Exists(clock => clock.Name == name)) throw _cursor.Fault(block.At, $"there are two clocks called '{name}'");
        var frequency = block.Unsigned("freq") ?? 1_000_000_000;
        if (frequency == 0) throw _cursor.Fault(block.At, "a frequency of 0");
        _trace.Clocks.Add(new()
        {
            Name = name,
            Uuid = block.Uuid(),
            Description = block.Text("description"),
            Frequency = frequency,
            Precision = block.Unsigned("precision"),
            OffsetSeconds = block.Signed("offset_s") ?? 0,
            OffsetCycles = block.Signed("offset") ?? 0,
            OriginIsUnixEpoch = block.Flag("absolute"),
        });
    }

    private void AddEnvironment(TsdlBlock block)
    {
        foreach (var name in block.Names)
        {
            _trace.Environment.Add(block.IsNumber(name) ? new(name, block.Signed(name)!.Value) : new(name, block.Text(name)!));
        }
    }

    /// <summary>The byte order that the trace block names, wherever it stands: types before it need it.</summary>
    private ByteOrder FindByteOrder(List<TsdlToken> tokens)
    {
        var depth = 0;
        var inTrace = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Is("{")) inTrace |= depth++ == 0 && i > 0 && tokens[i - 1].IsWord("trace");
            else if (tokens[i].Is("}")) inTrace &= --depth != 0;
            else if (inTrace && depth == 1 && tokens[i].IsWord("byte_order") && tokens[i + 1].Is("="))
            {
                _cursor.Position = i + 2;
                return _cursor.Next.Text is "native" ? throw _cursor.Fault("le or be") : TsdlAttributes.Order(_cursor, ByteOrder.LittleEndian);
            }
        }

        return ByteOrder.LittleEndian;
    }
}
