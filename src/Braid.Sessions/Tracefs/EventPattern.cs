namespace Braid.Sessions.Tracefs;

/// <summary><c>subsystem:event</c>; a star at the end stands for any rest.</summary>
internal readonly record struct EventPattern
{
    private readonly string _prefix;

    internal EventPattern(string text)
    {
        IsOpen = text.EndsWith('*');
        _prefix = IsOpen ? text[..^1] : text;
    }

    /// <summary>Whether it ends with a star.</summary>
    internal bool IsOpen { get; }

    /// <summary>Whether it names <paramref name="name"/>.</summary>
    internal bool Matches(string name) => IsOpen ? name.StartsWith(_prefix, StringComparison.Ordinal) : name == _prefix;

    /// <summary>What the star stands for in a name that matches; empty without a star.</summary>
    internal string Rest(string name) => name[_prefix.Length..];

    /// <inheritdoc/>
    public override string ToString() => IsOpen ? _prefix + "*" : _prefix;
}
