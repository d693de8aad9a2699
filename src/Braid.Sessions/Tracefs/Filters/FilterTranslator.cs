using System.Text;
using Braid.Linux.Formats;
using Braid.Script.Filters;

namespace Braid.Sessions.Tracefs.Filters;

/// <summary>
/// Turns a filter of LTTng's language into one of tracefs for one event, which says the same of every record or does not come
/// about. tracefs compares a field with a constant and no more, by the kernel's names and values; so
/// <code>
/// prev_prio &lt; 20 &amp;&amp; next_comm == "ba*"        (prev_prio &lt; 120) &amp;&amp; (next_comm ~ "ba*")
/// (flags &amp; 6) == 4                          (!(flags &amp; 0x2)) &amp;&amp; (flags &amp; 0x4)
/// fd == 3, an int in a 64-bit argument      (!(fd &amp; 0xfffffffc)) &amp;&amp; (fd &amp; 0x1) &amp;&amp; …, as the upper half is undefined
/// count &lt; 5, unsigned 64-bit to the kernel  (count &amp; 0x8000000000000000) || (count &lt; 5), as LTTng compares signed
/// </code>
/// A field that the event does not have makes the whole filter false, as in LTTng.
/// </summary>
internal sealed class FilterTranslator
{
    private const ulong Sign = 1UL << 63;

    private readonly EventFormat _format;
    private readonly string _hostName;

    private FilterTranslator(EventFormat format, string hostName) => (_format, _hostName) = (format, hostName);

    /// <summary>Translates <paramref name="filter"/> for events of <paramref name="format"/>.</summary>
    /// <exception cref="FilterException">tracefs cannot express a part of it; the message names the part.</exception>
    internal static KernelPredicate Translate(FilterExpression filter, EventFormat format) =>
        Lacks(filter, format) ? KernelPredicate.Never : new FilterTranslator(format, Environment.MachineName).Truth(filter);

    /// <summary>Whether <paramref name="filter"/> names a field that the event does not have.</summary>
    private static bool Lacks(FilterExpression filter, EventFormat format) => filter switch
    {
        FieldReference { Root: FieldRoot.Payload } field => FilterField.Find(format, field.Name) is null,
        UnaryExpression unary => Lacks(unary.Operand, format),
        BinaryExpression binary => Lacks(binary.Left, format) || Lacks(binary.Right, format),
        _ => false,
    };

    private KernelPredicate Truth(FilterExpression expression)
    {
        if (FilterConstant.TryEvaluate(expression, out var constant)) return constant != 0;
        return expression switch
        {
            UnaryExpression { Operator: UnaryOperator.Not } not => !Truth(not.Operand),
            UnaryExpression { Operator: UnaryOperator.Plus or UnaryOperator.Minus } sign => Truth(sign.Operand),
            BinaryExpression { Operator: BinaryOperator.And } and => Truth(and.Left) & Truth(and.Right),
            BinaryExpression { Operator: BinaryOperator.Or } or => Truth(or.Left) | Truth(or.Right),
            BinaryExpression { Operator: BinaryOperator.BitAnd } => Compare(expression, BinaryOperator.NotEqual, 0, expression.Column),
            BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } comparison => Comparison(comparison),
            FieldReference => Compare(expression, BinaryOperator.NotEqual, 0, expression.Column),
            _ => throw Refuse(expression.Column, "this operator on a field"),
        };
    }

    private KernelPredicate Comparison(BinaryExpression comparison)
    {
        var (left, right, operation) = (comparison.Left, comparison.Right, comparison.Operator);
        if (left is TextLiteral || FilterConstant.TryEvaluate(left, out _)) (left, right, operation) = (right, left, Mirrored(operation));
        if (right is TextLiteral text)
            return left is FieldReference field ? CompareText(field, text.Pattern, operation == BinaryOperator.Equal) : throw Refuse(comparison.Column, "two strings");
        if (right is RealLiteral) throw Refuse(right.Column, "a floating-point number");
        if (!FilterConstant.TryEvaluate(right, out var value)) throw Refuse(comparison.Column, "one field with another");
        return Compare(left, operation, value, comparison.Column);
    }

    /// <summary>Compares an operand, a field or some of its bits, with a number.</summary>
    private KernelPredicate Compare(FilterExpression operand, BinaryOperator operation, long value, int column)
    {
        if (operand is FieldReference reference) return Context(reference) is { } truth ? CompareTruth(truth, operation, value, column) : CompareField(Resolve(reference), operation, value, column);
        if (operand is not BinaryExpression { Operator: BinaryOperator.BitAnd } and) throw Refuse(operand.Column, "more of a field than its value and its bits");
        var (left, mask) = FilterConstant.TryEvaluate(and.Left, out var first) ? (and.Right, first) : (and.Left, FilterConstant.TryEvaluate(and.Right, out var second) ? second : throw Refuse(and.Column, "two fields' bits"));
        if (left is not FieldReference masked || Context(masked) is not null) throw Refuse(and.Column, "the bits of this");
        if (operation is not (BinaryOperator.Equal or BinaryOperator.NotEqual)) throw Refuse(column, "some bits of a field but by == and !=");
        var equal = EqualBits(Resolve(masked), (ulong)mask, (ulong)value, and.Column);
        return operation == BinaryOperator.Equal ? equal : !equal;
    }

    private static KernelPredicate EqualBits(FilterField field, ulong mask, ulong value, int column)
    {
        if (field.Kind == FilterFieldKind.Rwbs)
        {
            var letters = Rwbs.Letters((uint)mask, out var isWhole);
            if (value != 0 || !isWhole) throw Refuse(column, "rwbs but with 0, and not the bits that stand for an F");
            return !letters.Aggregate(KernelPredicate.Never, (any, letter) => any | KernelPredicate.Test(field.Name, "~", $"\"*{letter}*\""));
        }

        if (field.Kind is not (FilterFieldKind.Integer or FilterFieldKind.UserText) || field.Offset != 0) throw Refuse(column, $"the bits of '{field.Name}'");
        var own = field.Bits == 64 ? ulong.MaxValue : (1UL << field.Bits) - 1;
        if (field.IsSigned && (mask & ~own) != 0) throw Refuse(column, $"bits above the {field.Bits} of '{field.Name}'");
        return (value & ~mask) == 0 && (value & ~own) == 0 ? KernelPredicate.Bits(field.Name, mask & own, value) : KernelPredicate.Never;
    }

    private static KernelPredicate CompareField(FilterField field, BinaryOperator operation, long value, int column)
    {
        if (field.Kind is FilterFieldKind.Text) throw Refuse(column, $"'{field.Name}', a string, with a number");
        if (field.Kind is FilterFieldKind.Unavailable) throw Refuse(column, $"'{field.Name}'");
        if (operation == BinaryOperator.NotEqual) return !CompareField(field, BinaryOperator.Equal, value, column);
        if (field.Kind is FilterFieldKind.Rwbs) throw Refuse(column, "rwbs but by its bits: (rwbs & 1) != 0");
        var (least, greatest) = field.Range;
        if (value < least || value > greatest)
        {
            var isBelow = value < least;
            return operation is BinaryOperator.Greater or BinaryOperator.GreaterOrEqual ? isBelow : operation != BinaryOperator.Equal && !isBelow;
        }

        if (field.IsNarrow)
        {
            var mask = (1UL << field.Bits) - 1;
            return operation == BinaryOperator.Equal ? KernelPredicate.Bits(field.Name, mask, (ulong)value & mask)
                : throw Refuse(column, $"'{field.Name}' but by == and !=: the kernel records undefined bits above its {field.Bits}");
        }

        var isUnsigned = field.Bits == 64 && !field.IsSignedToKernel;
        if (isUnsigned && operation != BinaryOperator.Equal) return CompareUnsigned(field.Name, operation, value);
        return KernelPredicate.Test(field.Name, Symbol(operation), isUnsigned ? (ulong)value : (Int128)value - field.Offset);
    }

    /// <summary>tracefs compares the field unsigned, LTTng signed: those with the sign bit are the lower half to one and the upper to the other.</summary>
    private static KernelPredicate CompareUnsigned(string name, BinaryOperator operation, long value)
    {
        var isNegative = KernelPredicate.AnyBit(name, Sign);
        var test = KernelPredicate.Test(name, Symbol(operation), (ulong)value);
        var isLess = operation is BinaryOperator.Less or BinaryOperator.LessOrEqual;
        if (value < 0) return isLess ? isNegative & test : !isNegative | test;
        return isLess ? isNegative | test : !isNegative & test;
    }

    private KernelPredicate CompareText(FieldReference reference, Glob pattern, bool equal)
    {
        if (reference is { Root: FieldRoot.Context, Name: "hostname" }) return pattern.Matches(Encoding.UTF8.GetBytes(_hostName)) == equal;
        if (Context(reference) is not null) throw Refuse(reference.Column, $"'$ctx.{reference.Name}', a number, with a string");
        var field = Resolve(reference);
        var name = field.Kind switch
        {
            FilterFieldKind.Text => field.Name,
            FilterFieldKind.UserText => $"{field.Name}.ustring",
            _ => throw Refuse(reference.Column, $"'{reference.Name}' with a string"),
        };
        var test = KernelPredicate.Test(name, pattern.Parts.Count == 1 ? "==" : "~", KernelGlob.Quote(pattern, reference.Column));
        return equal ? test : !test;
    }

    private static KernelPredicate CompareTruth(KernelPredicate truth, BinaryOperator operation, long value, int column) => (operation, value) switch
    {
        (BinaryOperator.Equal, 1) or (BinaryOperator.NotEqual, 0) => truth,
        (BinaryOperator.Equal, 0) or (BinaryOperator.NotEqual, 1) => !truth,
        _ => throw Refuse(column, "a context that is 0 or 1 but by == and !=, with 0 or 1"),
    };

    /// <summary>A context that is 0 or 1.</summary>
    private static KernelPredicate? Context(FieldReference reference)
    {
        if (reference.Root != FieldRoot.Context || KernelContext.TryParse(reference.Name) is not { } context) return null;
        var any = KernelPredicate.AnyBit("common_flags", context.Flags) | KernelPredicate.AnyBit("common_preempt_count", context.Count);
        return context.IsSet ? any : !any;
    }

    private FilterField Resolve(FieldReference reference)
    {
        if (reference.Path.Count > 0) throw Refuse(reference.Column, $"a part of '{reference.Name}'");
        return (reference.Root, reference.Name) switch
        {
            (FieldRoot.Payload, var name) => FilterField.Find(_format, name)!,
            (FieldRoot.Context, "tid") => FilterField.Thread,
            (FieldRoot.Context, "cpu_id") => new("CPU", FilterFieldKind.Cpu) { Bits = 31 },
            (FieldRoot.Context, "procname") => new("COMM", FilterFieldKind.Text),
            (FieldRoot.Context, var name) => throw Refuse(reference.Column, $"'$ctx.{name}'"),
            _ => throw Refuse(reference.Column, $"'$app.{reference.Name}'"),
        };
    }

    private static BinaryOperator Mirrored(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => operation,
    };

    private static string Symbol(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        _ => "==",
    };

    private static FilterException Refuse(int column, string what) => new(column, $"the kernel's filters cannot compare {what}");
}
