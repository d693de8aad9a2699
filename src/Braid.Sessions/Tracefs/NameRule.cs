namespace Braid.Sessions.Tracefs;

/// <summary>Renames: <c>subsystem:event</c> to an LTTng name. A star at the end of both stands for the same rest.</summary>
internal readonly record struct NameRule(string From, string To)
{
    internal string? Apply(string name)
    {
        if (!From.EndsWith('*')) return name == From ? To : null;
        var prefix = From.AsSpan(0, From.Length - 1);
        return name.AsSpan().StartsWith(prefix) ? string.Concat(To.AsSpan(0, To.Length - 1), name.AsSpan(prefix.Length)) : null;
    }
}
