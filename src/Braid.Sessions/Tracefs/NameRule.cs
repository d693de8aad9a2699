namespace Braid.Sessions.Tracefs;

/// <summary>Events that <paramref name="From"/> names are called <paramref name="To"/>; a star at the end of both stands for the same rest.</summary>
internal readonly record struct NameRule(EventPattern From, string To)
{
    internal string? Apply(string name) =>
        !From.Matches(name) ? null : From.IsOpen && To.EndsWith('*') ? string.Concat(To.AsSpan(0, To.Length - 1), From.Rest(name)) : To;
}
