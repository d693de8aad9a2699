namespace Braid.Sessions.Sampling;

/// <summary>What to sample.</summary>
/// <param name="Frequency">Samples per second and CPU, while it is busy.</param>
/// <param name="CallGraph">How callers are found.</param>
public sealed record SampleRequest(int Frequency, CallGraph CallGraph);
