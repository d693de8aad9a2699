namespace System.Diagnostics;

/// <summary>What .NET 9 tells of a frame's method, for the .NET 8 that this assembly is compiled for: nothing is trimmed where it runs.</summary>
internal sealed class DiagnosticMethodInfo
{
    public required string Name { get; init; }

    public required string DeclaringTypeName { get; init; }

    public required string DeclaringAssemblyName { get; init; }

    /// <summary>The method of <paramref name="frame"/>; null for one that has no type.</summary>
    public static DiagnosticMethodInfo? Create(StackFrame frame) => frame.GetMethod() is { DeclaringType: { FullName: { } type } declaring } method
        ? new() { Name = method.Name, DeclaringTypeName = type, DeclaringAssemblyName = declaring.Assembly.FullName! }
        : null;
}
