namespace Braid.Sessions.Recording;

/// <summary>A snapshot that was taken.</summary>
/// <param name="Directory">The absolute path of its trace; null when the buffers held nothing new.</param>
/// <param name="Totals">What it holds, and what was lost since the snapshot before it.</param>
public sealed record Snapshot(string? Directory, SourceTotals Totals);
