using System.CommandLine;
using Braid.Cli.Terminal;
using Braid.Script.Filters;
using Braid.Sessions.Bpf;
using Braid.Sessions.Recording;
using Braid.Sessions.Rings;
using Braid.Sessions.Tracefs;

namespace Braid.Cli.Verbs;

/// <summary>The options of <c>record</c> that say which tracepoints of programs are recorded, and what goes with events.</summary>
internal sealed class UserEventOptions
{
    private const string ThreadId = "vtid";

    private readonly Option<string[]> _contexts = new("--context")
    {
        Description = "With each tracepoint of programs also: vpid, procname, trace_id, perf:thread:page-fault, '$app.PROVIDER:TYPE' …; with each system call: procname, ppid, prio, vpid, uid, pid_ns, cgroup_id …; with each kernel event: preemptible, interruptible, need_reschedule, migratable; separated by commas. 'braid list --contexts' and 'braid list -k --contexts' have all.",
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

    /// <summary>The filter, for all events; none without one.</summary>
    public IReadOnlyList<RuleFilter> Filters(ParseResult arguments)
    {
        if (arguments.GetValue(_filter) is not { } text) return [];
        try
        {
            return [new(["*"], FilterCompiler.Compile(FilterParser.Parse(text)))];
        }
        catch (FilterException e)
        {
            throw new UserError($"--filter: {e.Message}");
        }
    }

    /// <summary>What is to be recorded with each event of programs. The thread id, which always is, may be named but is none of these.</summary>
    public IReadOnlyList<UserContext> Contexts(ParseResult arguments)
    {
        var contexts = new List<UserContext>();
        foreach (var name in Names(arguments).Where(static name => !IsOfKernel(name)))
        {
            if (UserContext.TryParse(name) is not { } context)
            {
                if (TaskContext.TryParse(name) is not null) continue;
                throw new UserError($"--context: '{name}' is no context; there are {string.Join(", ", UserContext.Known.Union(TaskContext.Known).Concat(KernelContext.Implied).Concat(KernelContext.Known))}");
            }

            if (contexts.Exists(known => known.Member.Name == context.Member.Name)) throw new UserError($"--context: '{name}' is named twice");
            contexts.Add(context);
        }

        contexts.RemoveAll(static context => context.Name == ThreadId);
        return contexts;
    }

    /// <summary>What is to be recorded with each kernel event. What always is, may be named but is none of these.</summary>
    public IReadOnlyList<KernelContext> KernelContexts(ParseResult arguments)
    {
        var contexts = new List<KernelContext>();
        foreach (var name in Names(arguments))
        {
            if (KernelContext.TryParse(name) is not { } context) continue;
            if (contexts.Contains(context)) throw new UserError($"--context: '{name}' is named twice");
            contexts.Add(context);
        }

        return contexts;
    }

    /// <summary>What is to be recorded with each system call: those of the names that the kernel has something for.</summary>
    public IReadOnlyList<TaskContext> TaskContexts(ParseResult arguments) => [.. Names(arguments).Select(TaskContext.TryParse).OfType<TaskContext>().Distinct()];

    /// <summary>Fails when something is asked for that only other events can have.</summary>
    public void RefuseWithoutEvents(ParseResult arguments, RecordingOptions options)
    {
        var (isUser, isCalls) = (options.UserEvents.Count > 0, options.SystemCalls.Count > 0 || options.KernelEvents.Any(static pattern => pattern.StartsWith("sys", StringComparison.Ordinal)));
        var isKernel = options.KernelEvents.Count > 0 || isCalls;
        if (!isUser && arguments.GetValue(_filter) is not null) throw new UserError("--filter is for tracepoints of programs: add -u PATTERN");
        foreach (var name in Names(arguments))
        {
            var (ofUser, ofCalls) = (UserContext.TryParse(name) is not null, TaskContext.TryParse(name) is not null);
            if ((isUser && ofUser) || (isCalls && ofCalls) || (isKernel && IsOfKernel(name))) continue;
            throw new UserError($"--context: '{name}' goes with " + (IsOfKernel(name) ? "kernel events: add -k PATTERN"
                : !ofCalls ? "tracepoints of programs: add -u PATTERN"
                : ofUser ? "tracepoints of programs and with system calls: add -u PATTERN or --syscalls" : "system calls: add --syscalls"));
        }
    }

    private IEnumerable<string> Names(ParseResult arguments) => (arguments.GetValue(_contexts) ?? []).SelectMany(static list => list.Split(','));

    private static bool IsOfKernel(string name) => KernelContext.TryParse(name) is not null || KernelContext.Implied.Contains(name);
}
