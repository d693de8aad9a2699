namespace Braid.Script.Filters;

/// <summary>Two operands and the operator between them.</summary>
public sealed record BinaryExpression(int Column, BinaryOperator Operator, FilterExpression Left, FilterExpression Right)
    : FilterExpression(Column);
