namespace Braid.Script.Filters;

/// <summary>A string in quotes, in which <c>*</c> stands for any characters.</summary>
public sealed record TextLiteral(int Column, Glob Pattern) : FilterExpression(Column);
