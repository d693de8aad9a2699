namespace Braid.Tracing.Rings;

/// <summary>An event of this program, for filters. Immutable.</summary>
/// <param name="FullName"><c>provider:event</c> in UTF-8.</param>
/// <param name="Level">The log level.</param>
/// <param name="Fields">Recorded ones first, as they are written.</param>
internal sealed record RegisteredEvent(byte[] FullName, byte Level, TraceField[] Fields);
