namespace Braid.DotNet.Diagnostics;

/// <summary>A provider to enable in a process.</summary>
/// <param name="Name">The name of the EventSource, or a runtime provider.</param>
/// <param name="Keywords">The events wanted, one bit per group; all ones for all.</param>
/// <param name="Level">1 (critical) to 5 (verbose): how detailed.</param>
/// <param name="Arguments">What the provider is told: <c>KEY=VALUE;KEY=VALUE</c>, values with <c>;</c> or <c>=</c> in double quotes. Empty for none.</param>
public sealed record ProviderRequest(string Name, ulong Keywords, int Level, string Arguments = "");
