namespace Braid.Cli.Tests;

/// <summary>The shared corpus of traces beside the checkout.</summary>
internal static class TestCorpus
{
    /// <summary>A kernel trace of 240,644 events on eight CPUs.</summary>
    public static string ManyThreads { get; } = Trace("tracecompass-test-traces/many-threads");

    /// <summary>A kernel and a user-space domain, with lost events.</summary>
    public static string MultiDomains { get; } = Trace("babeltrace/ctf-traces/succeed/multi-domains");

    /// <summary>A trace of a program, 16,034 events.</summary>
    public static string UserSpace { get; } = Trace("tracecompass-test-traces/exp/testTrace-17889-20140324-160652");

    /// <summary>The path of a trace.</summary>
    public static string Trace(string name) => Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "corpus", name);
}
