using System.CommandLine;
using System.CommandLine.Parsing;
using Braid.Cli.Filtering;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;
using Braid.Script.Filters;

namespace Braid.Cli.Verbs;

/// <summary>Which events a verb looks at.</summary>
internal sealed class EventOptions
{
    private readonly Option<string[]> _names = new("--event")
    {
        Description = "Only events whose name matches this glob: 'sched_*'. May be repeated.",
        HelpName = "GLOB",
    };

    private readonly Option<FilterExpression?> _where = new("--where")
    {
        Description = "Only events for which this is true, in LTTng's filter language: 'prev_tid == 12 && prev_comm == \"ba*\"'. See docs/filters.md.",
        HelpName = "FILTER",
        CustomParser = Parse,
    };

    private readonly Option<NumberSet?> _cpus = Numbers("--cpu", "Only events of these CPUs: 0,2-3.");
    private readonly Option<NumberSet?> _threads = Numbers("--tid", "Only events of these threads, by their context tid or vtid: 4711,4720-4725.");

    public void AddTo(Command verb)
    {
        verb.Add(_names);
        verb.Add(_where);
        verb.Add(_cpus);
        verb.Add(_threads);
    }

    /// <summary>The names as they were given.</summary>
    public string[] Names(ParseResult arguments) => arguments.GetValue(_names) ?? [];

    /// <summary>The filter that the user asked for; one that can match nothing in <paramref name="traces"/> is an error.</summary>
    public EventFilter Filter(ParseResult arguments, TraceSet traces)
    {
        var filter = new EventFilter
        {
            Names = arguments.GetValue(_names) ?? [],
            Where = arguments.GetValue(_where),
            Cpus = arguments.GetValue(_cpus),
            Threads = arguments.GetValue(_threads),
        };
        var streams = traces.Streams.ToList();
        foreach (var glob in filter.Names)
        {
            var one = new EventFilter { Names = [glob] };
            if (!streams.Exists(s => s.Class.Events.Exists(e => one.AcceptsName(e.Name)))) throw new UserError($"--event: the trace has no event '{glob}'");
        }

        if (filter.Threads is not null && !streams.Exists(static s => EventFilter.HasThread(s.Class)))
            throw new UserError("--tid: the trace does not tell threads: no event has a context tid or vtid");
        return filter;
    }

    private static FilterExpression? Parse(ArgumentResult result)
    {
        try
        {
            return FilterParser.Parse(result.Tokens[0].Value);
        }
        catch (FilterException e)
        {
            result.AddError($"--where: {e.Message}");
            return null;
        }
    }

    private static Option<NumberSet?> Numbers(string name, string description) =>
        ValueOption.Create<NumberSet>(name, "LIST", description, "a list of numbers such as 0,2-3", NumberSet.TryParse);
}
