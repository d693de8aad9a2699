namespace Braid.Sessions.Probes;

/// <summary>A probe in the kernel, as it was asked for.</summary>
/// <param name="Text">As it was written; named in errors.</param>
/// <param name="EventName">What its events are called; null for a name made of the place.</param>
/// <param name="Symbol">The function; empty when <paramref name="Offset"/> is an address.</param>
/// <param name="Offset">Bytes after the start of the function; without one, an address.</param>
/// <param name="IsReturn">Whether it is where the function returns.</param>
/// <param name="Arguments">What to record.</param>
public sealed record KernelProbe(string Text, string? EventName, string Symbol, ulong Offset, bool IsReturn, IReadOnlyList<ProbeArgument> Arguments)
{
    /// <summary>What its events are called in a trace.</summary>
    public string TraceName => EventName ?? ProbeNotation.DefaultName(Symbol, Offset, IsReturn);

    /// <summary>The place and the arguments in the kernel's notation.</summary>
    public string Definition(bool isArm64)
    {
        var place = Symbol.Length == 0 ? FormattableString.Invariant($"0x{Offset:x}") : Offset == 0 ? Symbol : FormattableString.Invariant($"{Symbol}+{Offset}");
        return string.Join(' ', [place, .. Arguments.Select(a => a.Definition(isArm64))]);
    }
}
