namespace Braid.Tracing;

/// <summary>Names the field of a tracepoint's parameter; without it the field has the parameter's name.</summary>
/// <param name="name">1 to 100 letters, digits or <c>_</c>, not starting with a digit; unique in its event.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TraceFieldAttribute(string name) : Attribute
{
    /// <summary>The name of the field.</summary>
    public string Name { get; } = name;
}
