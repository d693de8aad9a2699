namespace Braid.Script.Filters;

/// <summary>A floating-point number.</summary>
public sealed record RealLiteral(int Column, double Value) : FilterExpression(Column);
