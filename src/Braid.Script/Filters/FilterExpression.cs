namespace Braid.Script.Filters;

/// <summary>A node of a filter; immutable. <paramref name="Column"/> is where it starts, or where its operator stands, counted from 1.</summary>
public abstract record FilterExpression(int Column);
