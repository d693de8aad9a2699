using Braid.DotNet.Diagnostics;

namespace Braid.Sessions.Dotnet;

/// <summary>What to record of .NET processes, over their diagnostic ports.</summary>
public sealed record DotnetRequest
{
    /// <summary>The providers to enable in each.</summary>
    public required IReadOnlyList<ProviderRequest> Providers { get; init; }

    /// <summary>A stack with each event.</summary>
    public bool Stacks { get; init; }

    /// <summary>Only processes whose name (that of the kernel) this glob matches; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Only programs started with <see cref="Recording.RecordingSession.CommandEnvironment"/>, from their first instruction of
    /// managed code on.
    /// </summary>
    public bool IsForCommand { get; init; }

    /// <summary>The buffer inside each process, in MiB; it is allocated as it fills.</summary>
    public int BufferMegabytes { get; init; } = 256;
}
