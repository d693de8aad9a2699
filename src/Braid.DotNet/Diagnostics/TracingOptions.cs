namespace Braid.DotNet.Diagnostics;

/// <summary>What a session in a process records.</summary>
public sealed record TracingOptions
{
    /// <summary>At least one.</summary>
    public required IReadOnlyList<ProviderRequest> Providers { get; init; }

    /// <summary>The buffer inside the process, in MiB; at least 1. It is allocated as it fills.</summary>
    public int BufferMegabytes { get; init; } = 256;

    /// <summary>A stack with each event: makes an event cost four to five times as much.</summary>
    public bool Stacks { get; init; }

    /// <summary>When the session is stopped, the methods of the process as events of <see cref="Runtime.MethodRundown.Provider"/>.</summary>
    public bool Rundown { get; init; }
}
