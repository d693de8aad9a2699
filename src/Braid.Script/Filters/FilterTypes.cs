namespace Braid.Script.Filters;

/// <summary>Refuses what no event can make right, such as comparing a number with a string.</summary>
internal static class FilterTypes
{
    public static FilterType Of(FilterExpression expression) => expression switch
    {
        IntegerLiteral => FilterType.Integer,
        RealLiteral => FilterType.Real,
        TextLiteral => FilterType.Text,
        UnaryExpression { Operator: UnaryOperator.Minus or UnaryOperator.Plus } unary => Of(unary.Operand),
        UnaryExpression or BinaryExpression => FilterType.Integer,
        _ => FilterType.Unknown,
    };

    public static void Check(UnaryExpression unary)
    {
        switch (Of(unary.Operand))
        {
            case FilterType.Text: throw new FilterException(unary.Column, "a string takes no operator but == and !=");
            case FilterType.Real when unary.Operator == UnaryOperator.Complement: throw NotReal(unary.Column);
        }
    }

    public static void Check(BinaryExpression binary)
    {
        var (left, right) = (Of(binary.Left), Of(binary.Right));
        if (binary.Operator >= BinaryOperator.BitOr && (left == FilterType.Real || right == FilterType.Real)) throw NotReal(binary.Column);
        if (left != FilterType.Text && right != FilterType.Text) return;
        if (binary.Operator is not (BinaryOperator.Equal or BinaryOperator.NotEqual))
            throw new FilterException(binary.Column, "a string takes no operator but == and !=");
        if ((left == FilterType.Text ? right : left) is FilterType.Integer or FilterType.Real)
            throw new FilterException(binary.Column, "a string never equals a number");
    }

    private static FilterException NotReal(int column) => new(column, "only integers have bits");
}
