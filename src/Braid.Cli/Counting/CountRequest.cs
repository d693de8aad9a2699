namespace Braid.Cli.Counting;

/// <summary>What <c>braid stat -- COMMAND</c> is to count.</summary>
/// <param name="Events">Names of perf; empty for the usual ones.</param>
/// <param name="Command">The program and its arguments; empty to count until Ctrl-C.</param>
/// <param name="Pids">Processes to count instead of the command's; empty for none.</param>
/// <param name="AllCpus">Whether all CPUs are counted, whatever runs.</param>
/// <param name="Repeat">How often to run the command, at least 1.</param>
internal sealed record CountRequest(IReadOnlyList<string> Events, IReadOnlyList<string> Command, IReadOnlyList<int> Pids, bool AllCpus, int Repeat)
{
    /// <summary>What the counts are of, for people.</summary>
    public string Subject => AllCpus ? "all CPUs" : Pids.Count > 0 ? $"process {string.Join(", ", Pids)}" : $"'{string.Join(' ', Command)}'";
}
