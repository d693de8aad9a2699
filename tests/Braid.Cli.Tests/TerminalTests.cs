namespace Braid.Cli.Tests;

/// <summary>Pipes that close early, and progress on a terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("view")]
    [InlineData("view --strict")]
    [InlineData("view -o json")]
    [InlineData("view -o csv --strict")]
    [InlineData("view --where 1 -n all")]
    [InlineData("stat")]
    [InlineData("stat --json --strict")]
    [InlineData("metadata")]
    public void AClosedPipeEndsQuietly(string command)
    {
        var result = Shell.Run("bash", ["-c", $"set -o pipefail; {Shell.BraidPath} {command} {TestCorpus.ManyThreads} | head -n 1"]).Expect();
        Assert.Equal("", result.Error);
        Assert.Single(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Shell.Run("bash", ["-c", $"set -o pipefail; {Shell.BraidPath} {command} {TestCorpus.ManyThreads} | true"]).Expect();
    }

    /// <summary>The process is stopped while it reads, for longer than its patience, so that the work is long on any machine.</summary>
    [Theory]
    [InlineData("view", "reading", "events")]
    [InlineData("view -o json", "reading", "events")]
    [InlineData("view --strict", "checking", "events")]
    [InlineData("stat", "counting", "events")]
    [InlineData("convert -o OUT", "converting", "MB")]
    [InlineData("convert -o OUT --where 1", "converting", "MB")]
    public void ProgressOnATerminal(string command, string work, string unit)
    {
        LongTrace.Write(_directory["long"]);
        Shell.Braid("--version").Expect(); // builds it
        var (script, typescript) = (_directory["script"], _directory["typescript"]);
        File.WriteAllText(script,
            $$"""
            {{Path.Combine(Repository.Root, "artifacts", "braid", "braid")}} {{command.Replace("OUT", _directory["out"], StringComparison.Ordinal)}} {{_directory["long"]}} >/dev/null &
            while read -r _ read </proc/$!/io && [ "$read" -lt 20000000 ]; do sleep 0.005; done
            kill -STOP $!; sleep 1.2; kill -CONT $!; wait $!
            """);
        Shell.Run("script", ["-qec", $"bash {script}", typescript]).Expect();
        var shown = File.ReadAllText(typescript);
        Assert.Matches($@"{work}  [\d.,]+ {unit}  \d+ %", shown);
        Assert.Matches("\r\u001b\\[K\\s*Script done", shown);
    }
}
