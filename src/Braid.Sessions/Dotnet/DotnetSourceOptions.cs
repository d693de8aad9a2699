using Braid.DotNet.Nettrace;
using Braid.DotNet.Runtime;
using Braid.Linux.Clocks;

namespace Braid.Sessions.Dotnet;

/// <summary>What a <see cref="DotnetSource"/> records, and where to.</summary>
internal sealed record DotnetSourceOptions
{
    public required DotnetRequest Request { get; init; }

    /// <summary>Whether processes tell their methods at the end, to name the frames of stacks; not where the request wants those events for themselves.</summary>
    public bool HasRundown => Request.Stacks && Request.Providers.All(static p => p.Name != MethodRundown.Provider);

    /// <summary>Only this process; null for all of this user (of all users, for root).</summary>
    public int? Pid { get; init; }

    /// <summary>The clock of the traces.</summary>
    public required TraceClock Clock { get; init; }

    /// <summary>Makes the trace of a process. Called by <see cref="DotnetSource.Drain"/>; the source disposes it.</summary>
    public required Func<DotnetProgram, TraceStart, DomainTrace> CreateTrace { get; init; }

    /// <summary>Told, in one line each, of processes left out and events not understood. Called from any thread.</summary>
    public required Action<string> Warn { get; init; }
}
