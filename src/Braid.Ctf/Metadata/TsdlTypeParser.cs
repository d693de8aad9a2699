using System.Numerics;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Reads type specifiers and declarators (CTF 1.8.3, appendix C.2) and keeps the scopes of their names.</summary>
internal sealed class TsdlTypeParser(TsdlCursor cursor, ByteOrder native)
{
    /// <summary>Types may nest, a hostile file shall not exhaust the stack.</summary>
    private const int MaximumDepth = 64;

    /// <summary>The innermost scope at the cursor.</summary>
    private TsdlScope _scope = new(null);

    private int _depth;

    /// <summary>Structures and variants open at the cursor.</summary>
    private int _openBodies;

    /// <summary>The types that were given a name outside structures and variants, for those that nothing uses are checked too.</summary>
    public List<TsdlType> Declared { get; } = [];

    public void OpenScope()
    {
        if (++_depth > MaximumDepth) throw cursor.Fault(cursor.Next, $"blocks nest deeper than {MaximumDepth}");
        _outer.Push(_scope);
        _scope = new(_scope);
    }

    public void CloseScope()
    {
        _depth--;
        _scope = _outer.Pop();
    }

    private readonly Stack<TsdlScope> _outer = new();

    /// <summary>Takes a typedef, a typealias or a named type that stands alone; false when the next token starts none.</summary>
    public bool TryDeclaration()
    {
        var at = cursor.Next;
        if (cursor.TryTakeWord("typealias"))
        {
            var type = Type();
            while (cursor.TryTake("*"))
            {
            }

            cursor.Expect(":=");
            Declare(at, AliasName(), type);
        }
        else if (cursor.TryTakeWord("typedef"))
        {
            var type = Type();
            do
            {
                var (name, declared) = Declarator(type);
                Declare(at, name, declared);
            }
            while (cursor.TryTake(","));
        }
        else if (at.Kind == TsdlTokenKind.Word && at.Text is "struct" or "variant" or "enum")
        {
            Type();

            // A body ends a declaration well enough.
            if (cursor.Previous.Is("}") || cursor.Previous.Is(")"))
            {
                cursor.TryTake(";");
                return true;
            }
        }
        else return false;

        cursor.Expect(";");
        return true;
    }

    /// <summary>A type specifier.</summary>
    public TsdlType Type()
    {
        if (++_depth > MaximumDepth) throw cursor.Fault(cursor.Next, $"types nest deeper than {MaximumDepth}");
        while (cursor.TryTakeWord("const"))
        {
        }

        var at = cursor.Next;
        if (at.Kind != TsdlTokenKind.Word) throw cursor.Fault("a type");
        TsdlType type;
        switch (at.Text)
        {
            case "integer": cursor.Take(); type = TsdlAttributes.Integer(cursor, native); break;
            case "floating_point": cursor.Take(); type = TsdlAttributes.Float(cursor, native); break;
            case "string": cursor.Take(); type = TsdlAttributes.Text(cursor); break;
            case "struct": cursor.Take(); type = Structure(at); break;
            case "variant": cursor.Take(); type = Variant(at); break;
            case "enum": cursor.Take(); type = Enumeration(at); break;
            default: type = Named(); break;
        }

        while (cursor.TryTakeWord("const"))
        {
        }

        _depth--;
        return type;
    }

    private TsdlType Named()
    {
        var at = cursor.Next;
        var name = TypeWords();
        var known = _scope.Find(name) ?? throw cursor.Fault(at, $"no type is called '{name}' here");
        return known;
    }

    /// <summary>One identifier, or the words of a C type; then pointer marks, all joined by one space.</summary>
    private string TypeWords()
    {
        var words = new List<string>();
        while (cursor.Next.Kind == TsdlTokenKind.Word && (TsdlNames.CTypeWords.Contains(cursor.Next.Text) || cursor.Next.Text == "const"))
        {
            words.Add(cursor.Take().Text);
        }

        if (words.Count == 0) words.Add(cursor.ExpectIdentifier("a type"));
        words.RemoveAll(static word => word == "const");
        while (cursor.TryTake("*")) words.Add("*");
        return string.Join(' ', words);
    }

    private string AliasName() => TypeWords();

    private void Declare(TsdlToken at, string key, TsdlType type)
    {
        if (!_scope.TryAdd(key, type)) throw cursor.Fault(at, $"'{key}' is declared twice in this scope");
        if (_openBodies == 0) Declared.Add(type);
    }

    private TsdlType Structure(TsdlToken at)
    {
        var name = cursor.Next.Is("{") ? null : cursor.ExpectIdentifier("the name of a structure or '{'");
        if (!cursor.Next.Is("{"))
        {
            return _scope.Find("struct " + name) ?? throw cursor.Fault(at, $"no 'struct {name}' is known here");
        }

        var structure = new TsdlType.Structure();
        Members(structure.Members);
        if (cursor.TryTakeWord("align"))
        {
            cursor.Expect("(");
            structure.Alignment = TsdlAttributes.Alignment(cursor);
            cursor.Expect(")");
        }

        if (name is not null) Declare(at, "struct " + name, structure);
        return structure;
    }

    private TsdlType Variant(TsdlToken at)
    {
        var name = cursor.Next.Is("{") || cursor.Next.Is("<") ? null : cursor.ExpectIdentifier("the name of a variant, '<' or '{'");
        string[]? tag = null;
        if (cursor.TryTake("<"))
        {
            tag = Path();
            cursor.Expect(">");
        }

        if (!cursor.Next.Is("{"))
        {
            if (name is null || _scope.Find("variant " + name) is not TsdlType.Variant known)
            {
                throw cursor.Fault(at, $"no 'variant {name}' is known here");
            }

            return tag is null ? known : new TsdlType.Variant { Tag = tag, Options = known.Options, At = at };
        }

        var variant = new TsdlType.Variant { Tag = tag, Options = [], At = at };
        Members(variant.Options);
        if (name is not null) Declare(at, "variant " + name, new TsdlType.Variant { Tag = tag, Options = variant.Options, At = at });
        return variant;
    }

    /// <summary>The members of a structure or the options of a variant, braces included.</summary>
    private void Members(List<(string Name, TsdlType Type)> members)
    {
        cursor.Expect("{");
        OpenScope();
        _openBodies++;
        var names = new HashSet<string>();
        while (!cursor.TryTake("}"))
        {
            if (cursor.Next.Text is "typealias" or "typedef" && TryDeclaration()) continue;
            var type = Type();
            if (cursor.TryTake(";"))
            {
                if (type is TsdlType.Integer or TsdlType.Structure or TsdlType.Variant) continue;
                throw cursor.Fault("the name of a field");
            }

            do
            {
                var at = cursor.Next;
                var (name, declared) = FieldDeclarator(type);
                if (!names.Add(name)) throw cursor.Fault(at, $"there are two fields called '{name}'");
                members.Add((name, declared));
            }
            while (cursor.TryTake(","));
            cursor.Expect(";");
        }

        _openBodies--;
        CloseScope();
    }

    /// <summary>A name and the dimensions after it.</summary>
    private (string Name, TsdlType Type) Declarator(TsdlType type)
    {
        while (cursor.TryTake("*"))
        {
        }

        var name = cursor.ExpectIdentifier("the name of a field");
        return (name, Dimensions(type));
    }

    /// <summary>
    /// A declarator of a field. Some writers call fields by the words of C's types: where a name must come, they mean nothing else,
    /// for <see cref="Type"/> has taken those that belong to the type.
    /// </summary>
    private (string Name, TsdlType Type) FieldDeclarator(TsdlType type)
    {
        if (cursor.Next.Kind != TsdlTokenKind.Word || !TsdlNames.CTypeWords.Contains(cursor.Next.Text)) return Declarator(type);
        var name = cursor.Take().Text;
        return (name, Dimensions(type));
    }

    private TsdlType Dimensions(TsdlType type)
    {
        var dimensions = new Stack<(TsdlToken At, ulong Length, string[]? Path)>();
        while (cursor.TryTake("["))
        {
            var at = cursor.Next;
            if (at.Kind == TsdlTokenKind.Number) dimensions.Push((at, cursor.Take().Value, null));
            else dimensions.Push((at, 0, Path()));
            cursor.Expect("]");
            if (dimensions.Count > MaximumDepth) throw cursor.Fault(at, $"more than {MaximumDepth} dimensions");
        }

        foreach (var (at, length, path) in dimensions)
        {
            type = path is null ? new TsdlType.Array(type, length) : new TsdlType.Sequence(type, path, at);
        }

        return type;
    }

    /// <summary>The path of a length or tag: an identifier, or a scope such as stream.packet.context, then members.</summary>
    private string[] Path()
    {
        var at = cursor.Next;
        var words = new List<string>();
        do
        {
            if (cursor.Next.Kind != TsdlTokenKind.Word) throw cursor.Fault("the name of a field");
            words.Add(cursor.Take().Text);
        }
        while (cursor.TryTake(".") || cursor.TryTake("->"));
        if (TsdlNames.Keywords.Contains(words[0]) && words[0] is not ("trace" or "stream" or "event" or "env"))
        {
            throw cursor.Fault(at, $"expected the name of a field, found the keyword '{words[0]}'");
        }

        return [.. words];
    }

    private TsdlType.Integer Enumeration(TsdlToken at)
    {
        var name = cursor.Next.Is("{") || cursor.Next.Is(":") ? null : cursor.ExpectIdentifier("the name of an enumeration, ':' or '{'");
        TsdlType? container = cursor.TryTake(":") ? Type() : null;
        if (!cursor.Next.Is("{"))
        {
            if (name is not null && container is null && _scope.Find("enum " + name) is TsdlType.Integer known) return known;
            throw cursor.Fault(at, $"no 'enum {name}' is known here");
        }

        container ??= _scope.Find("int") ?? throw cursor.Fault(at, "an enumeration without a container needs a type called 'int'");
        if (container is not TsdlType.Integer integer) throw cursor.Fault(at, "the container of an enumeration must be an integer");
        var enumeration = integer.Enumerate(Labels(integer));
        if (name is not null) Declare(at, "enum " + name, enumeration);
        return enumeration;
    }

    private List<EnumerationMapping> Labels(TsdlType.Integer container)
    {
        cursor.Expect("{");
        var labels = new List<EnumerationMapping>();
        BigInteger next = 0;
        do
        {
            if (labels.Count > 0 && cursor.Next.Is("}")) break;
            var at = cursor.Next;
            var label = at.Kind switch
            {
                TsdlTokenKind.Text => cursor.Take().Text,
                TsdlTokenKind.Word when !TsdlNames.Keywords.Contains(at.Text) => cursor.Take().Text,
                _ => throw cursor.Fault("a label"),
            };
            var (lower, upper) = (next, next);
            if (cursor.TryTake("="))
            {
                lower = upper = TsdlAttributes.Number(cursor);
                if (cursor.TryTake("...")) upper = TsdlAttributes.Number(cursor);
            }

            if (lower > upper) throw cursor.Fault(at, $"the range of '{label}' ends before it starts");
            labels.Add(new(label, [new(Pattern(at, container, lower), Pattern(at, container, upper))]));
            next = upper + 1;
        }
        while (cursor.TryTake(","));
        cursor.Expect("}");
        return labels;
    }

    private long Pattern(TsdlToken at, TsdlType.Integer container, BigInteger value)
    {
        var (lowest, highest) = container.IsSigned
            ? (-(BigInteger.One << (container.Size - 1)), (BigInteger.One << (container.Size - 1)) - 1)
            : (BigInteger.Zero, (BigInteger.One << container.Size) - 1);
        if (value < lowest || value > highest)
        {
            throw cursor.Fault(at, $"{value} does not fit the container, {lowest} to {highest}");
        }

        return (long)(ulong)(value & ulong.MaxValue);
    }
}
