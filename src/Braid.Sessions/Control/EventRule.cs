using Braid.Sessions.Recording;

namespace Braid.Sessions.Control;

/// <summary>Which events a channel records: LTTng's event rule. Two rules that are equal are the same rule.</summary>
public sealed record EventRule
{
    /// <summary>A glob over names of events; of system calls without <c>sys_</c> when <see cref="IsSyscall"/>.</summary>
    public required string Pattern { get; init; }

    /// <summary>In the kernel's domain: system calls instead of tracepoints.</summary>
    public bool IsSyscall { get; init; }

    /// <summary>Tracepoints of programs of these log levels only; null for all.</summary>
    public LogLevelLimit? LogLevel { get; init; }

    /// <summary>Globs over events that are left out although <see cref="Pattern"/> has them, as the user gave them.</summary>
    public string Exclusions { get; init; } = "";

    /// <summary>In LTTng's filter language; empty for none.</summary>
    public string Filter { get; init; } = "";
}
