using System.CommandLine;
using Braid.Cli.Filtering;
using Braid.Cli.Reading;
using Braid.Cli.Statistics;
using Braid.Cli.Terminal;

namespace Braid.Cli.Verbs;

/// <summary>
/// <c>braid stat DIR</c>: how much of what a trace holds, and what it lost. <c>braid stat -- COMMAND</c>: what the processor
/// and the kernel count while the command runs.
/// </summary>
internal static class StatVerb
{
    private static readonly Option<bool> s_json = new("--json") { Description = "Print one JSON object: docs/formats/stat.md." };
    private static readonly TimeOptions s_time = new();
    private static readonly EventOptions s_events = new();
    private static readonly TraceOptions s_traces = new() { AreOptional = true };
    private static readonly CountOptions s_counts = new();

    public static Command Create()
    {
        var verb = new Command("stat", "Count events, bytes, rates and losses of a trace, per stream and per event, over time; or, with -- COMMAND, -a or -p, what the processor and the kernel count (--event or -e LIST, by the names of perf).") { s_json };
        s_time.AddTo(verb);
        s_events.AddTo(verb);
        s_traces.AddTo(verb);
        s_counts.AddTo(verb);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        if (s_counts.AreGiven(arguments)) return s_counts.Run(arguments, s_traces.Directories(arguments), s_events.Names(arguments), arguments.GetValue(s_json));
        if (s_traces.Directories(arguments).Length == 0) throw new UserError("Required argument missing for command: 'stat'.");
        var window = s_time.Window(arguments);
        using var traces = s_traces.Open(arguments);
        var statistics = new TraceStatistics(traces, s_events.Filter(arguments, traces));
        try
        {
            return new TraceReading(traces, new EventFilter(), window) { Work = "counting", Options = s_traces.Read(arguments) }.Run(statistics.Add, Print);
        }
        catch (IOException e) when (Errors.IsBrokenPipe(e))
        {
            return 0;
        }

        void Print()
        {
            var output = OutputStream.StandardOutput;
            if (arguments.GetValue(s_json))
            {
                StatisticsJson.Print(statistics, output);
                return;
            }

            using var text = new StreamWriter(output);
            var directories = s_traces.Directories(arguments);
            new StatisticsTable(statistics, directories.Length == 1 ? directories[0] : "/", text).Print();
        }
    }
}
