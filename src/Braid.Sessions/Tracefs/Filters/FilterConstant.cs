using Braid.Script.Filters;

namespace Braid.Sessions.Tracefs.Filters;

/// <summary>Evaluates what has no field in it.</summary>
internal static class FilterConstant
{
    /// <summary>The value of <paramref name="expression"/>; false when it depends on an event, or is no integer.</summary>
    internal static bool TryEvaluate(FilterExpression expression, out long value)
    {
        value = 0;
        switch (expression)
        {
            case IntegerLiteral literal:
                value = literal.Value;
                return true;
            case UnaryExpression unary when TryEvaluate(unary.Operand, out var operand):
                value = unary.Operator switch
                {
                    UnaryOperator.Not => operand == 0 ? 1 : 0,
                    UnaryOperator.Minus => -operand,
                    UnaryOperator.Complement => ~operand,
                    _ => operand,
                };
                return true;
            case BinaryExpression binary when TryEvaluate(binary.Left, out var left) && TryEvaluate(binary.Right, out var right):
                if (binary.Operator >= BinaryOperator.ShiftLeft && right is < 0 or > 63)
                    throw new FilterException(binary.Column, $"a shift by {right} makes the filter false");
                value = binary.Operator switch
                {
                    BinaryOperator.Or => left != 0 || right != 0 ? 1 : 0,
                    BinaryOperator.And => left != 0 && right != 0 ? 1 : 0,
                    BinaryOperator.Equal => left == right ? 1 : 0,
                    BinaryOperator.NotEqual => left != right ? 1 : 0,
                    BinaryOperator.Less => left < right ? 1 : 0,
                    BinaryOperator.LessOrEqual => left <= right ? 1 : 0,
                    BinaryOperator.Greater => left > right ? 1 : 0,
                    BinaryOperator.GreaterOrEqual => left >= right ? 1 : 0,
                    BinaryOperator.BitOr => left | right,
                    BinaryOperator.BitXor => left ^ right,
                    BinaryOperator.BitAnd => left & right,
                    BinaryOperator.ShiftLeft => left << (int)right,
                    _ => (long)((ulong)left >> (int)right),
                };
                return true;
            default:
                return false;
        }
    }
}
