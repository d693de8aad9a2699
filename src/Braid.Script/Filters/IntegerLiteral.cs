namespace Braid.Script.Filters;

/// <summary>An integer. One above <see cref="long.MaxValue"/>, such as an address, is held as its 64-bit pattern.</summary>
public sealed record IntegerLiteral(int Column, long Value) : FilterExpression(Column);
