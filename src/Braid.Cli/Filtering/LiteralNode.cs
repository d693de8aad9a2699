using Braid.Ctf.Decoding;
using Braid.Script.Filters;

namespace Braid.Cli.Filtering;

/// <summary>A number or a pattern of the filter.</summary>
internal sealed class LiteralNode(FilterExpression literal) : FilterNode
{
    public override FilterValue Evaluate(EventCursor cursor) => literal switch
    {
        IntegerLiteral integer => new(integer.Value),
        RealLiteral real => new(real.Value),
        TextLiteral text => new(text.Pattern),
        _ => default,
    };
}
