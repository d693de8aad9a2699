namespace Braid.Script.Filters;

/// <summary>The value of a field: <c>a</c>, <c>a.b[3].c</c>, <c>$ctx.vtid</c>, <c>$app.shop:user</c>.</summary>
/// <param name="Column">See <see cref="FilterExpression"/>.</param>
/// <param name="Root">Where <paramref name="Name"/> is looked up.</param>
/// <param name="Name">The first name; of an application context <c>provider:type</c>.</param>
/// <param name="Path">The members and indexes that follow it.</param>
public sealed record FieldReference(int Column, FieldRoot Root, string Name, IReadOnlyList<PathStep> Path) : FilterExpression(Column);
