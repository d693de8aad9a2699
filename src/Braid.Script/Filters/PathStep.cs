namespace Braid.Script.Filters;

/// <summary>A step into a field: a member, or, when <paramref name="Member"/> is null, an index.</summary>
public readonly record struct PathStep(string? Member, ulong Index);
