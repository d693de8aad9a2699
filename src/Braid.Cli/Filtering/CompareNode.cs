using System.Numerics;
using Braid.Ctf.Decoding;
using Braid.Script.Filters;

namespace Braid.Cli.Filtering;

/// <summary>
/// <c>== != &lt; &lt;= &gt; &gt;=</c>: integers as signed 64-bit ones, a real number makes the other one real, strings by
/// their bytes. A number and a string do not compare: missing.
/// </summary>
internal sealed class CompareNode(BinaryOperator operation, FilterNode left, FilterNode right) : FilterNode
{
    public override FilterValue Evaluate(EventCursor cursor)
    {
        var a = left.Evaluate(cursor);
        var b = right.Evaluate(cursor);
        if (a.Kind == FilterValueKind.Integer && b.Kind == FilterValueKind.Integer) return Compare(a.Integer, b.Integer);
        if (a.IsNumber && b.IsNumber) return Compare(a.AsReal, b.AsReal);
        if (operation is not (BinaryOperator.Equal or BinaryOperator.NotEqual)) return default;
        bool isEqual;
        switch (a.Kind, b.Kind)
        {
            case (FilterValueKind.Text, FilterValueKind.Text): isEqual = a.Text.SequenceEqual(b.Text); break;
            case (FilterValueKind.Text, FilterValueKind.Pattern): isEqual = b.Pattern!.Matches(a.Text); break;
            case (FilterValueKind.Pattern, FilterValueKind.Text): isEqual = a.Pattern!.Matches(b.Text); break;
            case (FilterValueKind.Pattern, FilterValueKind.Pattern): isEqual = a.Pattern!.Equals(b.Pattern); break;
            default: return default;
        }

        return new(isEqual == (operation == BinaryOperator.Equal));
    }

    private FilterValue Compare<T>(T a, T b)
        where T : IComparisonOperators<T, T, bool> => new(operation switch
    {
        BinaryOperator.Equal => a == b,
        BinaryOperator.NotEqual => a != b,
        BinaryOperator.Less => a < b,
        BinaryOperator.LessOrEqual => a <= b,
        BinaryOperator.Greater => a > b,
        _ => a >= b,
    });
}
