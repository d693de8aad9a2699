using Braid.Ctf.Decoding;
using Braid.Script.Filters;

namespace Braid.Cli.Filtering;

/// <summary><c>! - + ~</c></summary>
internal sealed class UnaryNode(UnaryOperator operation, FilterNode operand) : FilterNode
{
    public override FilterValue Evaluate(EventCursor cursor)
    {
        var value = operand.Evaluate(cursor);
        if (!value.IsNumber) return default;
        return operation switch
        {
            UnaryOperator.Not => new(!value.IsTrue),
            UnaryOperator.Plus => value,
            UnaryOperator.Minus => value.Kind == FilterValueKind.Real ? new(-value.Real) : new(-value.Integer),
            _ => value.Kind == FilterValueKind.Integer ? new(~value.Integer) : default,
        };
    }
}
