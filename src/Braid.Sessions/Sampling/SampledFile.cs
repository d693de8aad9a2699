namespace Braid.Sessions.Sampling;

/// <summary>A file that processes execute.</summary>
/// <param name="Path">As the process names it.</param>
/// <param name="BuildId">In base 16; empty when the kernel did not tell it.</param>
internal sealed record SampledFile(string Path, string BuildId);
