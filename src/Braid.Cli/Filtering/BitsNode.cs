using Braid.Ctf.Decoding;
using Braid.Script.Filters;

namespace Braid.Cli.Filtering;

/// <summary><c>&lt;&lt; &gt;&gt; &amp; ^ |</c> on unsigned 64-bit integers. A shift by less than 0 or more than 63 is missing.</summary>
internal sealed class BitsNode(BinaryOperator operation, FilterNode left, FilterNode right) : FilterNode
{
    public override FilterValue Evaluate(EventCursor cursor)
    {
        var a = left.Evaluate(cursor);
        var b = right.Evaluate(cursor);
        if (a.Kind != FilterValueKind.Integer || b.Kind != FilterValueKind.Integer) return default;
        return operation switch
        {
            BinaryOperator.BitOr => new(a.Integer | b.Integer),
            BinaryOperator.BitXor => new(a.Integer ^ b.Integer),
            BinaryOperator.BitAnd => new(a.Integer & b.Integer),
            _ when (ulong)b.Integer > 63 => default,
            BinaryOperator.ShiftLeft => new(a.Integer << (int)b.Integer),
            _ => new(a.Integer >>> (int)b.Integer),
        };
    }
}
