using System.Text;
using Braid.Script.Filters;

namespace Braid.Cli.Tests;

/// <summary>The filter language as docs/filters.md says it, over a table: slow, and without the code under test. Null is "the whole filter is false".</summary>
internal static class NaiveFilter
{
    public static bool Keeps(FilterExpression filter, Dictionary<string, object> row) => Value(filter, row) switch
    {
        long number => number != 0,
        double number => (long)number != 0,
        _ => false,
    };

    private static object? Value(FilterExpression expression, Dictionary<string, object> row)
    {
        switch (expression)
        {
            case IntegerLiteral literal: return literal.Value;
            case RealLiteral literal: return literal.Value;
            case TextLiteral literal: return literal.Pattern;
            case FieldReference field:
                var path = string.Concat(field.Path.Select(s => s.Member is { } member ? $".{member}" : $"[{s.Index}]"));
                return row.GetValueOrDefault((field.Root == FieldRoot.Context ? "$ctx." : "") + field.Name + path);
            case UnaryExpression unary: return Unary(unary.Operator, Value(unary.Operand, row));
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } logic:
                if (Truth(Value(logic.Left, row)) is not { } left) return null;
                if (left == (logic.Operator == BinaryOperator.Or)) return left ? 1L : 0L;
                return Truth(Value(logic.Right, row)) is { } right ? (right ? 1L : 0L) : null;
            case BinaryExpression binary: return Binary(binary.Operator, Value(binary.Left, row), Value(binary.Right, row));
            default: return null;
        }
    }

    private static bool? Truth(object? value) => value switch { long n => n != 0, double n => (long)n != 0, _ => null };

    private static object? Unary(UnaryOperator operation, object? value) => (operation, value) switch
    {
        (UnaryOperator.Not, long or double) => Truth(value)!.Value ? 0L : 1L,
        (UnaryOperator.Plus, long or double) => value,
        (UnaryOperator.Minus, long n) => unchecked(-n),
        (UnaryOperator.Minus, double n) => -n,
        (UnaryOperator.Complement, long n) => ~n,
        _ => null,
    };

    private static object? Binary(BinaryOperator operation, object? left, object? right)
    {
        if (operation >= BinaryOperator.BitOr)
        {
            if ((left, right) is not (long a, long b)) return null;
            return operation switch
            {
                BinaryOperator.BitOr => a | b,
                BinaryOperator.BitXor => a ^ b,
                BinaryOperator.BitAnd => a & b,
                _ when b is < 0 or > 63 => null,
                BinaryOperator.ShiftLeft => (long)((ulong)a << (int)b),
                _ => (long)((ulong)a >> (int)b),
            };
        }

        var isEquality = operation is BinaryOperator.Equal or BinaryOperator.NotEqual;
        bool? equal = (left, right) switch
        {
            (string a, Glob b) => b.Matches(Encoding.Latin1.GetBytes(a)),
            (Glob a, string b) => a.Matches(Encoding.Latin1.GetBytes(b)),
            (string a, string b) => a == b,
            (Glob a, Glob b) => a.ToString() == b.ToString(),
            _ => null,
        };
        if (equal is { } same) return isEquality ? (same == (operation == BinaryOperator.Equal) ? 1L : 0L) : null;
        if (left is not (long or double) || right is not (long or double)) return null;
        if ((left, right) is (long x, long y)) return Order(operation, x < y, x == y, x > y);
        var (d, e) = (Convert.ToDouble(left, null), Convert.ToDouble(right, null));
        return Order(operation, d < e, d == e, d > e);
    }

    private static object Order(BinaryOperator operation, bool isLess, bool isEqual, bool isGreater) => operation switch
    {
        BinaryOperator.Equal => isEqual,
        BinaryOperator.NotEqual => !isEqual,
        BinaryOperator.Less => isLess,
        BinaryOperator.LessOrEqual => isLess || isEqual,
        BinaryOperator.Greater => isGreater,
        _ => isGreater || isEqual,
    } ? 1L : 0L;
}
