namespace Braid.Cli.Tests;

/// <summary><c>braid view</c> prints babeltrace2's bytes and warnings for sets of its options, over traces of several tracers.</summary>
public sealed class ViewOptionsTests
{
    private static readonly string[] s_traces =
    [
        "babeltrace/ctf-traces/succeed/multi-domains", "babeltrace/ctf-traces/intersection/3eventsintersect", "babeltrace/ctf-traces/packet-seq-num/2-lost-before-last",
        "babeltrace/ctf-traces/packet-seq-num/2-streams-lost-in-2", "babeltrace/ctf-traces/succeed/sequence", "babeltrace/ctf-traces/succeed/debug-info",
        "tracecompass-test-traces/perf-taskset2",
    ];

    [Theory]
    [InlineData("--clock-cycles")]
    [InlineData("--clock-cycles --clock-seconds --clock-date")]
    [InlineData("--clock-seconds -n all -f all")]
    [InlineData("--names=all --fields=all --clock-gmt")]
    [InlineData("--clock-date -f trace:procname,trace:domain -n scope")]
    [InlineData("--no-delta --clock-gmt -n args,ctx")]
    [InlineData("-n header,payload -f loglevel")]
    [InlineData("-n payload -n context")]
    [InlineData("-f trace -f emf -f trace:vpid -n none")]
    [InlineData("--clock-offset -3 --clock-offset-ns 999999999 --clock-seconds")]
    [InlineData("--clock-offset=86400 --clock-date")]
    [InlineData("--clock-force-correlate")]
    [InlineData("--color=never")]
    [InlineData("-b 0")]
    [InlineData("-e 99999999999")]
    [InlineData("--timerange 1,99999999999")]
    [InlineData("--timerange=[2010-01-01,2030-01-01]")]
    [InlineData("-b 2010-01-01 -e 2030-01-01 --clock-gmt")]
    [InlineData("-b 12:00")]
    [InlineData("-b 12:00:00.5 -e 23:59:59")]
    public void AsBabeltrace(string options) => Assert.All(s_traces, trace => SameText.Assert(TestCorpus.Trace(trace), options.Split(' ')));

    [Theory]
    [InlineData("babeltrace/ctf-traces/intersection/3eventsintersect", "--stream-intersection")]
    [InlineData("babeltrace/ctf-traces/succeed/multi-domains", "--stream-intersection --clock-seconds")]
    [InlineData("babeltrace/ctf-traces/succeed/multi-domains", "--stream-intersection --clock-offset 7 -n all")]
    public void TheTimeOfAllStreams(string trace, string options) => SameText.Assert(TestCorpus.Trace(trace), options.Split(' '));

    /// <summary>On a terminal, where both print in colour.</summary>
    [Theory]
    [InlineData("babeltrace/ctf-traces/succeed/sequence", "")]
    [InlineData("babeltrace/ctf-traces/succeed/sequence", "-n all -f all")]
    [InlineData("babeltrace/ctf-traces/succeed/sequence", "-n none --clock-cycles")]
    [InlineData("babeltrace/ctf-traces/succeed/meta-variant-one-underscore", "")]
    [InlineData("tracecompass-test-traces/perf-taskset2", "-n scope --no-delta")]
    [InlineData("babeltrace/ctf-traces/succeed/debug-info", "-f loglevel,trace:vpid")]
    public void InColor(string name, string options)
    {
        var trace = TestCorpus.Trace(name);
        // When it ends, babeltrace2 resets the colours of both its outputs once more.
        var theirs = OnATerminal($"babeltrace2 {options} {trace}").Replace("\n\e[0m\e[0m", "\n", StringComparison.Ordinal);
        Assert.Contains("\e[1m\e[1m\e[35m", theirs);
        Assert.Equal(theirs, OnATerminal($"{Shell.BraidPath} view {options} {trace}"));
        Assert.Equal(theirs, Shell.Braid(["view", "--color=always", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), trace]).Expect().Output);

        static string OnATerminal(string command) =>
            Shell.Run("script", ["-qec", command, "/dev/null"], ("TERM", "xterm")).Expect().Output.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>babeltrace2 refuses traces whose clocks say nothing of one another, too.</summary>
    [Fact]
    public void ClocksOfTwoOrigins()
    {
        string[] traces = [TestCorpus.Trace("tracecompass-test-traces/perf-taskset2"), TestCorpus.Trace("babeltrace/ctf-traces/succeed/sequence")];
        Shell.Run("babeltrace2", traces).Expect(1);
        foreach (var verb in new[] { "view", "stat" })
        {
            var refused = Shell.Braid([verb, .. traces]).Expect(1);
            Assert.Equal("", refused.Output);
            Assert.Contains("--clock-force-correlate", Assert.Single(refused.ErrorLines));
        }

        var theirs = Shell.Run("babeltrace2", ["--clock-force-correlate", .. traces]).Expect();
        Assert.Equal(theirs.Output, Shell.Braid(["view", "--clock-force-correlate", .. traces]).Expect().Output);
    }
}
