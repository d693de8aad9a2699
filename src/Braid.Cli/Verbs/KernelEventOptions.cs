using System.CommandLine;
using System.Globalization;
using Braid.Cli.Terminal;
using Braid.Script.Filters;
using Braid.Sessions.Recording;
using Braid.Sessions.Tracefs;

namespace Braid.Cli.Verbs;

/// <summary>The options of <c>record</c> that say which kernel events are recorded.</summary>
internal sealed class KernelEventOptions
{
    private readonly Option<string[]> _events = new("--kernel", "-k")
    {
        Description = $"Kernel events: the groups {string.Join(", ", EventGroup.All.Select(static g => g.Name))}, or by glob: 'sched_*', 'block:*', 'irq_softirq_entry'; separated by commas. May be repeated.",
        HelpName = "PATTERN[,PATTERN]…",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _syscalls = new("--syscalls")
    {
        Description = "System calls by name or glob, separated by commas; without a list, all.",
        HelpName = "LIST",
    };

    private readonly Option<string?> _filter = new("--kernel-filter")
    {
        Description = "Only kernel events and system calls for which this is true, in LTTng's filter language: 'next_comm == \"ba*\" && next_prio < 20'. The kernel evaluates it. See docs/filters.md.",
        HelpName = "FILTER",
    };

    private readonly Option<int[]?> _threads = Ids("--tid", "TID", "Kernel events only of these threads, not of what they fork: 4711,4712.");
    private readonly Option<int[]?> _excluded = Ids("--exclude-pid", "PID", "No kernel events of these processes and of what they fork from now on.");

    public void AddTo(Command verb)
    {
        verb.Add(_events);
        verb.Add(_syscalls);
        verb.Add(_filter);
        verb.Add(_threads);
        verb.Add(_excluded);
    }

    /// <summary>Adds what was asked for to <paramref name="options"/>.</summary>
    public RecordingOptions Apply(ParseResult arguments, RecordingOptions options) => options with
    {
        KernelEvents = [.. (arguments.GetValue(_events) ?? []).SelectMany(static list => list.Split(','))],
        SystemCalls = [.. (arguments.GetValue(_syscalls) ?? []).SelectMany(static list => list.Split(','))],
        KernelFilter = Filter(arguments),
        ThreadIds = arguments.GetValue(_threads) ?? [],
        ExcludedProcessIds = arguments.GetValue(_excluded) ?? [],
    };

    /// <summary>Fails when something is asked for that no other events can have.</summary>
    public void RefuseWithoutEvents(ParseResult arguments)
    {
        foreach (var option in (Option[])[_filter, _threads, _excluded])
        {
            if (arguments.GetResult(option) is { Implicit: false }) throw new UserError($"{option.Name} is for kernel events: add -k PATTERN or --syscalls");
        }
    }

    private FilterExpression? Filter(ParseResult arguments)
    {
        if (arguments.GetValue(_filter) is not { } text) return null;
        try
        {
            return FilterParser.Parse(text);
        }
        catch (FilterException e)
        {
            throw new UserError($"{_filter.Name}: {e.Message}");
        }
    }

    private static Option<int[]?> Ids(string name, string what, string description) => ValueOption.Create<int[]?>(
        name, $"{what}[,{what}]…", description, "a list of ids such as 4711,4712", static (text, out value) =>
        {
            var words = text.Split(',');
            value = new int[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out value[i]) || value[i] == 0) return false;
            }

            return true;
        });
}
