using Braid.Script.Filters;

namespace Braid.Script.Tests;

/// <summary>Shows a filter with all its parentheses.</summary>
internal static class Notation
{
    public static string Of(FilterExpression expression) => expression switch
    {
        IntegerLiteral integer => $"{integer.Value}",
        RealLiteral real => FormattableString.Invariant($"{real.Value:0.0##}"),
        TextLiteral text => text.Pattern.ToString(),
        FieldReference field => Root(field.Root) + field.Name + string.Concat(field.Path.Select(s => s.Member is { } m ? $".{m}" : $"[{s.Index}]")),
        UnaryExpression unary => $"({Sign(unary.Operator)}{Of(unary.Operand)})",
        BinaryExpression binary => $"({Of(binary.Left)} {Sign(binary.Operator)} {Of(binary.Right)})",
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    public static string Sign(UnaryOperator sign) => sign switch
    {
        UnaryOperator.Not => "!", UnaryOperator.Minus => "-", UnaryOperator.Plus => "+", _ => "~",
    };

    public static string Sign(BinaryOperator sign) => sign switch
    {
        BinaryOperator.Or => "||",
        BinaryOperator.And => "&&",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.BitOr => "|",
        BinaryOperator.BitXor => "^",
        BinaryOperator.BitAnd => "&",
        BinaryOperator.ShiftLeft => "<<",
        _ => ">>",
    };

    private static string Root(FieldRoot root) => root switch { FieldRoot.Context => "$ctx.", FieldRoot.Application => "$app.", _ => "" };
}
