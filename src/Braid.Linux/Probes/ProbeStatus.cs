namespace Braid.Linux.Probes;

/// <summary>What trying an interface showed.</summary>
public enum ProbeStatus
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>This kernel or machine does not have it.</summary>
    Missing,

    /// <summary>It is there and refused us.</summary>
    Denied,

    /// <summary>It failed in another way.</summary>
    Error,
}
