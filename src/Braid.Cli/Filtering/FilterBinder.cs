using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;
using Braid.Script.Filters;

namespace Braid.Cli.Filtering;

/// <summary>Finds the fields of a filter in an event class.</summary>
internal sealed class FilterBinder(EventLayout layout)
{
    /// <summary>The filter for events of the class; null when it names a field that the class lacks, so that it is false for all.</summary>
    public FilterNode? Bind(FilterExpression expression) => expression switch
    {
        FieldReference field => Find(field) is { } found ? new FieldNode(found, field.Path) : null,
        UnaryExpression unary => Bind(unary.Operand) is { } operand ? new UnaryNode(unary.Operator, operand) : null,
        BinaryExpression binary => Bind(binary.Left) is { } left && Bind(binary.Right) is { } right ? Bind(binary.Operator, left, right) : null,
        _ => new LiteralNode(expression),
    };

    private static FilterNode Bind(BinaryOperator operation, FilterNode left, FilterNode right) => operation switch
    {
        BinaryOperator.And or BinaryOperator.Or => new LogicNode(operation == BinaryOperator.And, left, right),
        >= BinaryOperator.BitOr => new BitsNode(operation, left, right),
        _ => new CompareNode(operation, left, right),
    };

    private Field? Find(FieldReference field) => field.Root switch
    {
        FieldRoot.Payload => layout.Find(FieldScope.EventPayload, field.Name),
        FieldRoot.Context => FindContext(layout, Identifier(field.Name)),
        _ => FindContext(layout, Identifier("_app." + field.Name)),
    };

    /// <summary>A context by the name it has in traces: of the event, of all events of the stream, or of the packet.</summary>
    public static Field? FindContext(EventLayout layout, string name) =>
        layout.Find(FieldScope.EventSpecificContext, name) ?? layout.Find(FieldScope.EventCommonContext, name) ?? layout.Find(FieldScope.PacketContext, name);

    /// <summary>LTTng writes what is no letter or digit of a context's name as an underscore.</summary>
    private static string Identifier(string name) => string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
