namespace Braid.Cli.Counting;

/// <summary>The counts of one or more runs.</summary>
internal sealed class Counts
{
    public required IReadOnlyList<Count> Events { get; init; }

    /// <summary>What was counted, for people.</summary>
    public required string Subject { get; init; }

    public required int Runs { get; init; }

    /// <summary>Seconds, the mean over the runs.</summary>
    public required double Elapsed { get; init; }

    /// <summary>Seconds of the command in user space and in the kernel, means over the runs; null when no command was counted.</summary>
    public required (double User, double Kernel)? Times { get; init; }

    /// <summary>The processor time in seconds that rates are of: task-clock, else cpu-clock; null without either.</summary>
    public double? CpuSeconds =>
        (Find("task-clock") ?? Find("cpu-clock")) is { Mean: > 0 } clock ? clock.Mean / 1e9 : null;

    /// <summary>The count of an event, whether in user space alone or not; null when there is none.</summary>
    public Count? Find(string name) => Events.FirstOrDefault(c => c.Event.Event == name && c.State == CountState.Counted);
}
