using System.Numerics;
using Braid.Rings;

namespace Braid.Tracing.Filters;

/// <summary>
/// The filter of a recording for the events of one kind. Evaluation allocates nothing, and ends early with false at what is
/// missing: a field that the event lacks, an index past the end, a number beside a text. Thread-safe.
/// </summary>
internal sealed unsafe class EventFilter
{
    private readonly FilterInstruction[] _instructions;
    private readonly int _deepest;

    /// <summary>Recorded ones first.</summary>
    private readonly TraceField[] _fields;

    /// <summary>By instruction: the index of its field, and whether it asks for the number of elements.</summary>
    private readonly (int Index, bool IsCount)[] _found;

    /// <summary>An instruction names a field that the event lacks.</summary>
    private readonly bool _isNever;

    /// <param name="instructions">What <see cref="FilterReader"/> has accepted.</param>
    /// <param name="deepest">How deep its stack gets.</param>
    /// <param name="fields">The fields of the event in the order in which they are written.</param>
    public EventFilter(FilterInstruction[] instructions, int deepest, TraceField[] fields)
    {
        (_instructions, _deepest, _fields) = (instructions, deepest, fields);
        _found = Array.ConvertAll(instructions, instruction => instruction.Code == FilterCode.Field ? Find(instruction.Name) : default);
        _isNever = Array.Exists(_found, static found => found.Index < 0);
    }

    /// <summary>Whether the event passes.</summary>
    /// <param name="room">Starts with the fields; behind them is room for the contexts that the filter asks for.</param>
    /// <param name="length">Bytes of the fields.</param>
    public bool Accepts(Span<byte> room, int length)
    {
        if (_isNever) return false;
        Span<FilterValue> stack = stackalloc FilterValue[_deepest];
        var depth = 0;
        var end = length;
        for (var i = 0; i < _instructions.Length; i++)
        {
            var instruction = _instructions[i];
            if (instruction.Code <= FilterCode.Context)
            {
                stack[depth++] = Push(i, room, length, ref end);
                if (stack[depth - 1].Kind == FilterValueKind.Missing) return false;
                continue;
            }

            ref var top = ref stack[depth - 1];
            switch (instruction.Code)
            {
                case FilterCode.And or FilterCode.Or:
                    if (!top.IsNumber) return false;
                    var isTrue = top.IsTrue;
                    depth--;
                    if (isTrue != (instruction.Code == FilterCode.Or)) break;
                    stack[depth++] = FilterValue.Integer(isTrue);
                    i = instruction.Target - 1;
                    break;
                case <= FilterCode.Complement or FilterCode.Truth:
                    top = Unary(instruction.Code, top);
                    if (top.Kind == FilterValueKind.Missing) return false;
                    break;
                default:
                    depth--;
                    ref var left = ref stack[depth - 1];
                    left = instruction.Code >= FilterCode.BitOr ? Bits(instruction.Code, left, top) : Compare(instruction.Code, left, top, room);
                    if (left.Kind == FilterValueKind.Missing) return false;
                    break;
            }
        }

        return stack[0].IsNumber && stack[0].IsTrue;
    }

    private (int Index, bool IsCount) Find(string name)
    {
        var index = Array.FindIndex(_fields, field => field.Name == name);
        if (index >= 0) return (index, false);
        return (Array.FindIndex(_fields, field => field.HasCount && $"_{field.Name}_length" == name), true);
    }

    /// <summary>The constant, field or context. A context's value is written at <paramref name="end"/>, which moves on.</summary>
    private FilterValue Push(int index, Span<byte> room, int length, ref int end)
    {
        var instruction = _instructions[index];
        switch (instruction.Code)
        {
            case FilterCode.Integer: return FilterValue.Integer(instruction.Number);
            case FilterCode.Real: return FilterValue.Real(BitConverter.Int64BitsToDouble(instruction.Number));
            case FilterCode.Text: return FilterValue.Pattern(index);
            case FilterCode.Field: return RecordedFields.Find(_fields, _found[index].Index, _found[index].IsCount, instruction.Path, room[..length]);
            default:
                var context = instruction.Context!;
                var at = end;
                var free = room[at..];
                ArgumentOutOfRangeException.ThrowIfLessThan(free.Length, context.MaxSize);
                fixed (byte* to = free) end += (int)(context.Write(to) - to); // in bounds: there is room for its largest size
                return RecordedFields.Read(context.Field, room[..end], at);
        }
    }

    private static FilterValue Unary(FilterCode code, FilterValue value)
    {
        if (!value.IsNumber) return default;
        return code switch
        {
            FilterCode.Truth => FilterValue.Integer(value.IsTrue),
            FilterCode.Not => FilterValue.Integer(!value.IsTrue),
            FilterCode.Plus => value,
            FilterCode.Minus => value.Kind == FilterValueKind.Real ? FilterValue.Real(-value.AsReal) : FilterValue.Integer(-value.Number),
            _ => value.Kind == FilterValueKind.Integer ? FilterValue.Integer(~value.Number) : default,
        };
    }

    private static FilterValue Bits(FilterCode code, FilterValue a, FilterValue b)
    {
        if (a.Kind != FilterValueKind.Integer || b.Kind != FilterValueKind.Integer) return default;
        return code switch
        {
            FilterCode.BitOr => FilterValue.Integer(a.Number | b.Number),
            FilterCode.BitXor => FilterValue.Integer(a.Number ^ b.Number),
            FilterCode.BitAnd => FilterValue.Integer(a.Number & b.Number),
            _ when (ulong)b.Number > 63 => default,
            FilterCode.ShiftLeft => FilterValue.Integer(a.Number << (int)b.Number),
            _ => FilterValue.Integer(a.Number >>> (int)b.Number),
        };
    }

    private FilterValue Compare(FilterCode code, FilterValue a, FilterValue b, ReadOnlySpan<byte> bytes)
    {
        if (a.Kind == FilterValueKind.Integer && b.Kind == FilterValueKind.Integer) return Compare(code, a.Number, b.Number);
        if (a.IsNumber && b.IsNumber) return Compare(code, a.AsReal, b.AsReal);
        if (a.IsNumber || b.IsNumber || code is not (FilterCode.Equal or FilterCode.NotEqual)) return default;
        bool isEqual;
        switch (a.Kind, b.Kind)
        {
            case (FilterValueKind.Text, FilterValueKind.Text): isEqual = Text(bytes, a).SequenceEqual(Text(bytes, b)); break;
            case (FilterValueKind.Text, FilterValueKind.Pattern): isEqual = Matches(_instructions[b.Number].Parts, Text(bytes, a)); break;
            case (FilterValueKind.Pattern, FilterValueKind.Text): isEqual = Matches(_instructions[a.Number].Parts, Text(bytes, b)); break;
            default: return default; // two constants: who compiles a filter knows the result
        }

        return FilterValue.Integer(isEqual == (code == FilterCode.Equal));
    }

    private static FilterValue Compare<T>(FilterCode code, T a, T b)
        where T : IComparisonOperators<T, T, bool> => FilterValue.Integer(code switch
    {
        FilterCode.Equal => a == b,
        FilterCode.NotEqual => a != b,
        FilterCode.Less => a < b,
        FilterCode.LessOrEqual => a <= b,
        FilterCode.Greater => a > b,
        _ => a >= b,
    });

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes, FilterValue value) => bytes.Slice((int)value.Number, value.Length);

    /// <summary>The ends are fixed; each part between two stars is taken where it occurs first, which leaves the most for those after it.</summary>
    private static bool Matches(byte[][] parts, ReadOnlySpan<byte> text)
    {
        var (first, last) = (parts[0], parts[^1]);
        if (parts.Length == 1) return text.SequenceEqual(first);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first) || !text.EndsWith(last)) return false;
        text = text[first.Length..^last.Length];
        foreach (var part in parts.AsSpan(1, parts.Length - 2))
        {
            var at = text.IndexOf(part);
            if (at < 0) return false;
            text = text[(at + part.Length)..];
        }

        return true;
    }
}
