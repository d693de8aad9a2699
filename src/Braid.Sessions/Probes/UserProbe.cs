namespace Braid.Sessions.Probes;

/// <summary>A probe in a program or library, as it was asked for.</summary>
/// <param name="Text">As it was written; named in errors.</param>
/// <param name="EventName">What its events are called; null for a name made of the place.</param>
/// <param name="Path">The file; without a slash, it is looked for in PATH.</param>
/// <param name="Provider">Of a USDT probe; null when the place is a function or an address.</param>
/// <param name="Symbol">The function, or the name of the USDT probe; empty when <paramref name="Offset"/> is an address.</param>
/// <param name="Offset">Bytes after the start of the function; without one, an address as linked.</param>
/// <param name="IsReturn">Whether it is where the function returns.</param>
/// <param name="Arguments">What to record; a USDT probe names its own.</param>
public sealed record UserProbe(
    string Text, string? EventName, string Path, string? Provider, string Symbol, ulong Offset, bool IsReturn, IReadOnlyList<ProbeArgument> Arguments)
{
    /// <summary>What its events are called in a trace.</summary>
    public string TraceName => EventName ?? (Provider is null ? ProbeNotation.DefaultName(Symbol, Offset, IsReturn) : $"{Provider}:{Symbol}");
}
