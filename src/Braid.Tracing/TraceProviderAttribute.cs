namespace Braid.Tracing;

/// <summary>
/// Makes a static partial class a provider of tracepoints: each of its methods marked <see cref="TracepointAttribute"/>
/// gets a body that records an event named <c>provider:method</c>.
/// </summary>
/// <param name="name">1 to 100 letters, digits, <c>_</c>, <c>-</c> or <c>.</c>; the first part of its events' names.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TraceProviderAttribute(string name) : Attribute
{
    /// <summary>The first part of the names of its events.</summary>
    public string Name { get; } = name;

    /// <summary>For people: what the provider is about. Traces carry it with each of its events.</summary>
    public string? Description { get; set; }
}
