namespace Braid.DotNet.Diagnostics;

/// <summary>What a .NET process says of itself.</summary>
/// <param name="Assembly">The name of its entry assembly; empty while its runtime waits at its start.</param>
/// <param name="Version">The version of its runtime, for example <c>10.0.1</c>.</param>
public sealed record RuntimeInfo(string Assembly, string Version);
