using System.Buffers.Binary;
using System.Text;
using Braid.Rings;
using Braid.Script.Filters;

namespace Braid.Sessions.Rings;

/// <summary>
/// Translates a filter into the code that programs evaluate, docs/formats/ring.md: operands before their operator, names as
/// they are; each program finds its own fields. For example <c>amount &gt; 100 &amp;&amp; $ctx.vpid == 3</c>:
/// <code>
/// Field amount, Integer 100, Greater, And (skips the rest when false), Context vpid, Integer 3, Equal, Truth
/// </code>
/// </summary>
public sealed class FilterCompiler
{
    /// <summary>What a filter finds with each event though no recording needs to ask for it.</summary>
    private static readonly string[] s_filterOnly = ["cpu_id"];

    private readonly List<byte> _code = [];

    /// <summary>Values on the stack where the next instruction stands.</summary>
    private int _depth;

    private FilterCompiler()
    {
    }

    /// <summary>The code of <paramref name="filter"/>.</summary>
    /// <exception cref="FilterException">It names a context that programs do not have, or is too large.</exception>
    public static byte[] Compile(FilterExpression filter)
    {
        var compiler = new FilterCompiler();
        compiler.Emit(filter);
        return compiler._code.Count <= FilterLimits.MaxLength
            ? [.. compiler._code]
            : throw new FilterException(filter.Column, $"takes {compiler._code.Count} bytes for programs; {FilterLimits.MaxLength} is the limit");
    }

    private void Emit(FilterExpression expression)
    {
        switch (expression)
        {
            case IntegerLiteral literal: EmitNumber(literal, FilterCode.Integer, literal.Value); break;
            case RealLiteral literal: EmitNumber(literal, FilterCode.Real, BitConverter.DoubleToInt64Bits(literal.Value)); break;
            case TextLiteral literal: EmitText(literal); break;
            case FieldReference field: EmitField(field); break;
            case UnaryExpression unary:
                Emit(unary.Operand);
                Emit(FilterCode.Not + (byte)unary.Operator);
                break;
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic: EmitLogic(logic); break;
            case BinaryExpression { Left: TextLiteral left, Right: TextLiteral right } constants:
                EmitNumber(constants, FilterCode.Integer, left.Pattern.Equals(right.Pattern) == (constants.Operator == BinaryOperator.Equal) ? 1 : 0);
                break;
            case BinaryExpression binary:
                Emit(binary.Left);
                Emit(binary.Right);
                Emit(FilterCode.Equal + (byte)(binary.Operator - BinaryOperator.Equal));
                _depth--;
                break;
        }
    }

    private void EmitLogic(BinaryExpression logic)
    {
        Emit(logic.Left);
        Emit(logic.Operator == BinaryOperator.And ? FilterCode.And : FilterCode.Or);
        _depth--;
        var distanceAt = _code.Count;
        EmitShort(0);
        Emit(logic.Right);
        Emit(FilterCode.Truth);
        var distance = _code.Count - distanceAt - sizeof(ushort);
        if (distance > ushort.MaxValue) throw new FilterException(logic.Column, "the right side is too large");
        (_code[distanceAt], _code[distanceAt + 1]) = ((byte)distance, (byte)(distance >> 8));
    }

    private void EmitText(TextLiteral literal)
    {
        Push(literal, FilterCode.Text);
        EmitShort(literal.Pattern.Parts.Count);
        foreach (var part in literal.Pattern.Parts)
        {
            if (part.Length > ushort.MaxValue) throw new FilterException(literal.Column, "the string is too long");
            EmitShort(part.Length);
            _code.AddRange(part.Span);
        }
    }

    private void EmitField(FieldReference field)
    {
        if (field.Root != FieldRoot.Payload)
        {
            if (field.Path.Count > 0) throw new FilterException(field.Column, "a context of programs has no members");
            Push(field, FilterCode.Context);
            EmitName(field, ContextName(field));
            return;
        }

        Push(field, FilterCode.Field);
        EmitName(field, field.Name);
        if (field.Path.Count > FilterLimits.MaxSteps) throw new FilterException(field.Column, $"more than {FilterLimits.MaxSteps} members and indexes");
        _code.Add((byte)field.Path.Count);
        foreach (var step in field.Path)
        {
            _code.Add(step.Member is null ? FilterLimits.Index : FilterLimits.Member);
            if (step.Member is { } member) EmitName(field, member);
            else EmitInt64((long)step.Index);
        }
    }

    /// <summary>A filter writes an underscore for the hyphen of <c>perf:thread:page-fault</c>.</summary>
    private static string ContextName(FieldReference field)
    {
        var name = field.Root == FieldRoot.Application ? "$app." + field.Name : field.Name;
        if (s_filterOnly.Contains(name) || UserContext.TryParse(name) is not null) return name;
        return UserContext.Known.FirstOrDefault(known => known.Replace('-', '_') == name)
            ?? throw new FilterException(field.Column, $"programs have no context '{name}'; there are {string.Join(", ", s_filterOnly.Concat(UserContext.Known))}");
    }

    private void EmitNumber(FilterExpression at, FilterCode code, long value)
    {
        Push(at, code);
        EmitInt64(value);
    }

    private void Push(FilterExpression at, FilterCode code)
    {
        if (++_depth > FilterLimits.MaxDepth) throw new FilterException(at.Column, $"needs more than {FilterLimits.MaxDepth} values at once");
        Emit(code);
    }

    private void Emit(FilterCode code) => _code.Add((byte)code);

    private void EmitName(FieldReference at, string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        if (utf8.Length > byte.MaxValue) throw new FilterException(at.Column, "the name is too long");
        _code.Add((byte)utf8.Length);
        _code.AddRange(utf8);
    }

    private void EmitShort(int value)
    {
        if (value > ushort.MaxValue) value = ushort.MaxValue; // of a filter that is over its limit anyway
        _code.Add((byte)value);
        _code.Add((byte)(value >> 8));
    }

    private void EmitInt64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _code.AddRange(bytes);
    }
}
