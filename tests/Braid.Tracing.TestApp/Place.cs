namespace Braid.Tracing.TestApp;

/// <summary>A structure with text, a structure and an array.</summary>
public struct Place
{
    public string? Name;
    public Point At;
    public short[]? Levels;
}

/// <summary>Of fixed size, so that arrays of them can be recorded.</summary>
public readonly record struct Point(int X, [property: TraceField("why")] long Y)
{
    public long Sum => X + Y;
}

/// <summary>A class, which may be null.</summary>
public record Customer(ulong Number, Place Home, Customer.Contact? Friend)
{
    public sealed record Contact(string Name, float Rating);
}
