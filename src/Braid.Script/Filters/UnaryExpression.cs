namespace Braid.Script.Filters;

/// <summary>An operator and what follows it.</summary>
public sealed record UnaryExpression(int Column, UnaryOperator Operator, FilterExpression Operand) : FilterExpression(Column);
