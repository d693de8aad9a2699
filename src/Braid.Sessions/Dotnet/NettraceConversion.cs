namespace Braid.Sessions.Dotnet;

/// <summary>What became of a nettrace file.</summary>
/// <param name="Events">Events written.</param>
/// <param name="Discarded">Events that the traced process lost.</param>
/// <param name="LateEvents">Events that stood behind later ones, against the format, and carry the time of the event before.</param>
/// <param name="Fault">Where and why reading ended early; null for a whole file.</param>
public sealed record NettraceConversion(long Events, long Discarded, long LateEvents, string? Fault);
