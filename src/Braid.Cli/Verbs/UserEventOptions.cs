using System.CommandLine;
using Braid.Cli.Terminal;
using Braid.Script.Filters;
using Braid.Sessions.Bpf;
using Braid.Sessions.Rings;

namespace Braid.Cli.Verbs;

/// <summary>The options of <c>record</c> that say what goes with the tracepoints of programs.</summary>
internal sealed class UserEventOptions
{
    private const string ThreadId = "vtid";

    private readonly Option<string[]> _contexts = new("--context")
    {
        Description = "With each tracepoint of programs also: vpid, procname, trace_id, perf:thread:page-fault, '$app.PROVIDER:TYPE' …; with each system call: procname, ppid, prio, vpid, uid, pid_ns, cgroup_id …; separated by commas. 'braid list --contexts' has all.",
        HelpName = "TYPE[,TYPE]…",
    };

    private readonly Option<string?> _filter = new("--filter")
    {
        Description = "Only tracepoints of programs for which this is true, in LTTng's filter language: 'amount > 100 && $ctx.procname == \"web*\"'. Programs evaluate it before they write anything. See docs/filters.md.",
        HelpName = "FILTER",
    };

    public void AddTo(Command verb)
    {
        verb.Add(_contexts);
        verb.Add(_filter);
    }

    /// <summary>The code of the filter; empty without one.</summary>
    public ReadOnlyMemory<byte> Filter(ParseResult arguments)
    {
        if (arguments.GetValue(_filter) is not { } text) return default;
        try
        {
            return FilterCompiler.Compile(FilterParser.Parse(text));
        }
        catch (FilterException e)
        {
            throw new UserError($"--filter: {e.Message}");
        }
    }

    /// <summary>What is to be recorded with each event. The thread id, which always is, may be named but is none of these.</summary>
    public IReadOnlyList<UserContext> Contexts(ParseResult arguments)
    {
        var contexts = new List<UserContext>();
        foreach (var name in (arguments.GetValue(_contexts) ?? []).SelectMany(static list => list.Split(',')))
        {
            if (UserContext.TryParse(name) is not { } context)
            {
                if (TaskContext.TryParse(name) is not null) continue;
                throw new UserError($"--context: '{name}' is no context; there are {string.Join(", ", UserContext.Known.Union(TaskContext.Known))}");
            }

            if (contexts.Exists(known => known.Member.Name == context.Member.Name)) throw new UserError($"--context: '{name}' is named twice");
            contexts.Add(context);
        }

        contexts.RemoveAll(static context => context.Name == ThreadId);
        return contexts;
    }

    /// <summary>What is to be recorded with each system call: those of the names that the kernel has something for.</summary>
    public IReadOnlyList<TaskContext> TaskContexts(ParseResult arguments) =>
        [.. (arguments.GetValue(_contexts) ?? []).SelectMany(static list => list.Split(',')).Select(TaskContext.TryParse).OfType<TaskContext>().Distinct()];

    /// <summary>Fails when something is asked for that no other events can have.</summary>
    public void RefuseWithoutEvents(ParseResult arguments, bool hasSystemCalls)
    {
        if (arguments.GetValue(_filter) is not null) throw new UserError("--filter is for tracepoints of programs: add -u PATTERN");
        var others = Contexts(arguments).Where(context => !hasSystemCalls || TaskContext.TryParse(context.Name) is null);
        if (others.Any() || (!hasSystemCalls && arguments.GetValue(_contexts) is { Length: > 0 }))
            throw new UserError("--context goes with tracepoints of programs and with system calls: add -u PATTERN or --syscalls");
    }
}
