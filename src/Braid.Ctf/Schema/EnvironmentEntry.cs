namespace Braid.Ctf.Schema;

/// <summary>One entry of the trace environment: a text or a 64-bit signed integer.</summary>
public readonly record struct EnvironmentEntry
{
    /// <summary>Makes a text entry.</summary>
    public EnvironmentEntry(string name, string text)
    {
        Name = name;
        Text = text;
    }

    /// <summary>Makes an integer entry.</summary>
    public EnvironmentEntry(string name, long number)
    {
        Name = name;
        Number = number;
    }

    /// <summary>The name of the entry, for example <c>tracer_name</c>.</summary>
    public string Name { get; }

    /// <summary>The value of a text entry; null for an integer entry.</summary>
    public string? Text { get; }

    /// <summary>The value of an integer entry; 0 for a text entry.</summary>
    public long Number { get; }
}
