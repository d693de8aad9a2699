using System.CommandLine;
using System.Globalization;
using Braid.Cli.Terminal;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;
using Braid.Sessions.Recording;
using Braid.Sessions.Sampling;

namespace Braid.Cli.Verbs;

/// <summary><c>braid record</c>: a recording in this process, for as long as a command, a duration or the user says.</summary>
internal static class RecordVerb
{
    private static readonly KernelEventOptions s_kernelEvents = new();

    private static readonly Option<string[]> s_user = new("--userspace", "-u")
    {
        Description = "Tracepoints of programs that use Braid.Tracing by glob: 'shop:*'. May be repeated.",
        HelpName = "PATTERN",
    };

    private static readonly Option<string[]> s_exclude = new("--exclude", "-x")
    {
        Description = "Leave out the tracepoints of programs that match these globs, separated by commas.",
        HelpName = "PATTERN",
    };

    private static readonly Option<int?> s_level = LogLevel("--loglevel", "Only tracepoints of programs at least as severe as this: TRACE_INFO, INFO or 6.");
    private static readonly Option<int?> s_levelOnly = LogLevel("--loglevel-only", "Only tracepoints of programs of exactly this log level.");

    private static readonly ProbeOptions s_probes = new();

    private static readonly Option<int?> s_sample = ValueOption.Create<int?>(
        "--sample", "HZ", "Sample what the CPUs execute, with its callers, HZ times a second (999 without =HZ).", "a number from 1 to 100000",
        static (text, out value) => (value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hertz) && hertz is > 0 and <= 100_000 ? hertz : null) is not null);

    private static readonly Option<CallGraph> s_callGraph = ValueOption.Choice<CallGraph>(
        "--call-graph", "HOW", "How callers are found for --sample: fp (default) by frame pointers; dwarf by the programs' tables, from a copy of 8 KiB of the stack.",
        [("fp", CallGraph.FramePointers), ("dwarf", CallGraph.Tables)]);

    private static readonly UserEventOptions s_userEvents = new();

    private static readonly DotnetOptions s_dotnet = new();

    private static readonly Option<int?> s_pid = new("--pid", "-p")
    {
        Description = "Only this process (kernel events: and what it forks).",
        HelpName = "PID",
    };

    private static readonly Option<TimeSpan?> s_duration = ValueOption.Create<TimeSpan?>(
        "--duration", "T", "Record for this long: 500ms, 2s, 1m.", "a duration such as 500ms, 2s or 1m",
        static (text, out value) => (value = Parsing.TryDuration(text, out var duration) ? duration : null) is not null);

    private static readonly Option<string?> s_output = new("--output", "-o")
    {
        Description = "The trace directory to make. Default: ./braid-trace-DATE-TIME.",
        HelpName = "DIR",
    };

    private static readonly Option<CtfVersion> s_format = ValueOption.TraceFormat();

    private static readonly Option<ClockChoice> s_clock = ValueOption.Choice<ClockChoice>(
        "--clock", "CLOCK", "auto (default): the time-stamp counter where it can be trusted, else the monotonic clock; tsc; mono.",
        [("auto", ClockChoice.Auto), ("tsc", ClockChoice.Tsc), ("mono", ClockChoice.Monotonic)]);

    private static readonly Option<KernelSource> s_kernelSource = ValueOption.Choice<KernelSource>(
        "--kernel-source", "SOURCE", "Where system calls come from: auto (default): eBPF, with texts and structures, where it can be used, else tracefs; tracefs; ebpf.",
        [("auto", KernelSource.Auto), ("tracefs", KernelSource.Tracefs), ("ebpf", KernelSource.Ebpf)]);

    private static readonly BufferOptions s_buffers = new();

    private static readonly Option<bool> s_plan = new("--plan")
    {
        Description = "Record nothing yet: try for one second, and say how many events and bytes a second this makes and what it costs.",
    };

    private static readonly Argument<string[]> s_command = new("COMMAND")
    {
        Description = "Record while this command runs; its exit status becomes braid's. Write it after --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var verb = new Command("record", "Record kernel and user-space events into a trace directory.")
        {
            s_kernelSource, s_user, s_exclude, s_level, s_levelOnly, s_pid, s_duration, s_output, s_format, s_clock, s_plan, s_command,
        };
        s_kernelEvents.AddTo(verb);
        verb.Add(s_sample);
        verb.Add(s_callGraph);
        s_probes.AddTo(verb);
        s_userEvents.AddTo(verb);
        s_buffers.AddTo(verb);
        s_dotnet.AddTo(verb);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        using var status = new StatusLine();
        var options = s_buffers.Apply(arguments, Options(arguments));
        if (arguments.GetValue(s_plan)) return Plan(arguments, options, status);
        if (s_buffers.IsSnapshot(arguments)) options = options with { Snapshots = snapshot => Report(snapshot, status) };
        using var session = RecordingSession.Create(options, status.Print);
        var run = new RecordingRun(session, status)
        {
            Command = arguments.GetValue(s_command) ?? [],
            Duration = arguments.GetValue(s_duration),
            IsSnapshot = options.Snapshots is not null,
        };
        return run.Execute();
    }

    private static int Plan(ParseResult arguments, RecordingOptions options, StatusLine status)
    {
        if (arguments.GetValue(s_command) is { Length: > 0 } || arguments.GetValue(s_duration) is not null)
            throw new UserError("--plan tries for one second and starts nothing: leave COMMAND and --duration out");
        var plan = RecordingPlan.Probe(options, TimeSpan.FromSeconds(1), status.Print);
        var seconds = plan.Duration.TotalSeconds;
        foreach (var (domain, totals) in plan.Domains)
        {
            status.Print($"{domain,-7} {Parsing.Count((long)(totals.Events / seconds)),14} events/s  {Parsing.Bytes((long)(totals.Bytes / seconds)),9}/s  {Parsing.Count(totals.Discarded)} lost");
        }

        var cost = plan.EventCost is { } ns ? $", the kernel about {plan.KernelShare * 100:0.0} % ({ns:0} ns an event, measured here)" : "";
        status.Print($"The recorder takes {plan.RecorderShare * 100:0.0} % of a CPU{cost}: {(plan.RecorderShare + plan.KernelShare) * 100 / Environment.ProcessorCount:0.0} % of the machine's {Environment.ProcessorCount}");
        return 0;
    }

    private static void Report(Snapshot snapshot, StatusLine status)
    {
        var totals = snapshot.Totals;
        status.Print(snapshot.Directory is { } directory
            ? $"{directory}: {Parsing.Count(totals.Events)} events, {Parsing.Bytes(totals.Bytes)}, {Parsing.Count(totals.Discarded)} lost, {Parsing.Count(totals.Overwritten)} overwritten before it"
            : "The buffers held nothing new: no snapshot");
    }

    private static RecordingOptions Options(ParseResult arguments)
    {
        var name = TraceDirectory.DefaultName("braid-trace", DateTimeOffset.UtcNow);
        var options = s_probes.Apply(arguments, s_kernelEvents.Apply(arguments, new RecordingOptions
        {
            Name = name,
            Directory = arguments.GetValue(s_output) ?? name,
            KernelSource = arguments.GetValue(s_kernelSource),
            UserEvents = arguments.GetValue(s_user) ?? [],
            UserExclusions = [.. (arguments.GetValue(s_exclude) ?? []).SelectMany(static list => list.Split(','))],
            UserLogLevel = LevelLimit(arguments),
            UserContexts = s_userEvents.Contexts(arguments),
            UserFilters = s_userEvents.Filters(arguments),
            KernelContexts = s_userEvents.KernelContexts(arguments),
            TaskContexts = s_userEvents.TaskContexts(arguments),
            Dotnet = s_dotnet.Request(arguments, arguments.GetValue(s_pid) is not null, arguments.GetValue(s_command) is { Length: > 0 }),
            Samples = arguments.GetValue(s_sample) is { } hertz ? new(hertz, arguments.GetValue(s_callGraph)) : null,
            ProcessId = arguments.GetValue(s_pid),
            Version = arguments.GetValue(s_format),
            Clock = arguments.GetValue(s_clock),
        }));
        var isKernel = options.KernelEvents.Count + options.SystemCalls.Count > 0;
        var nothingAsked = !isKernel && options is { Dotnet: null, Samples: null } && options.UserProbes.Count + options.KernelProbes.Count + options.UserEvents.Count == 0;
        if (nothingAsked) return options with { KernelEvents = ["sched_*"], SystemCalls = ["*"], UserEvents = ["*"] };
        if (!isKernel) s_kernelEvents.RefuseWithoutEvents(arguments);
        s_userEvents.RefuseWithoutEvents(arguments, options);
        return options;
    }

    private static LogLevelLimit? LevelLimit(ParseResult arguments)
    {
        var (least, only) = (arguments.GetValue(s_level), arguments.GetValue(s_levelOnly));
        if (least is not null && only is not null) throw new UserError("--loglevel and --loglevel-only exclude each other");
        return only is { } level ? new(level, Exactly: true) : least is { } limit ? new(limit, Exactly: false) : null;
    }

    private static Option<int?> LogLevel(string name, string description) => ValueOption.Create<int?>(
        name, "LEVEL", description, "a log level, such as TRACE_INFO, INFO or 6 (0 to 14)",
        static (text, out value) => (value = LogLevels.TryParse(text, out var level) ? level : null) is not null);
}
