using Braid.Ctf.Decoding;

namespace Braid.Cli.Filtering;

/// <summary><c>&amp;&amp;</c> and <c>||</c>; the right side is evaluated only when it matters.</summary>
internal sealed class LogicNode(bool isAnd, FilterNode left, FilterNode right) : FilterNode
{
    public override FilterValue Evaluate(EventCursor cursor)
    {
        var first = left.Evaluate(cursor);
        if (!first.IsNumber) return default;
        if (first.IsTrue != isAnd) return new(first.IsTrue);
        var second = right.Evaluate(cursor);
        return second.IsNumber ? new(second.IsTrue) : default;
    }
}
