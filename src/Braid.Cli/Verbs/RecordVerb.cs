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
    private static readonly Option<string[]> s_kernel = new("--kernel", "-k")
    {
        Description = "Kernel events by glob: 'sched_*', 'block:*', 'irq_softirq_entry'. May be repeated.",
        HelpName = "PATTERN",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> s_syscalls = new("--syscalls")
    {
        Description = "System calls by name or glob, separated by commas; without a list, all.",
        HelpName = "LIST",
    };

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

    private static readonly BufferOptions s_buffers = new();

    private static readonly Argument<string[]> s_command = new("COMMAND")
    {
        Description = "Record while this command runs; its exit status becomes braid's. Write it after --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var verb = new Command("record", "Record kernel and user-space events into a trace directory.")
        {
            s_kernel, s_syscalls, s_user, s_exclude, s_level, s_levelOnly, s_pid, s_duration, s_output, s_format, s_clock, s_command,
        };
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
        var options = s_probes.Apply(arguments, new RecordingOptions
        {
            Name = name,
            Directory = arguments.GetValue(s_output) ?? name,
            KernelEvents = arguments.GetValue(s_kernel) ?? [],
            SystemCalls = [.. (arguments.GetValue(s_syscalls) ?? []).SelectMany(l => l.Split(','))],
            UserEvents = arguments.GetValue(s_user) ?? [],
            UserExclusions = [.. (arguments.GetValue(s_exclude) ?? []).SelectMany(static list => list.Split(','))],
            UserLogLevel = LevelLimit(arguments),
            UserContexts = s_userEvents.Contexts(arguments),
            UserFilter = s_userEvents.Filter(arguments),
            Dotnet = s_dotnet.Request(arguments, arguments.GetValue(s_pid) is not null, arguments.GetValue(s_command) is { Length: > 0 }),
            Samples = arguments.GetValue(s_sample) is { } hertz ? new(hertz, arguments.GetValue(s_callGraph)) : null,
            ProcessId = arguments.GetValue(s_pid),
            Version = arguments.GetValue(s_format),
            Clock = arguments.GetValue(s_clock),
        });
        var nothingAsked = options is { Dotnet: null, Samples: null } && options.UserProbes.Count + options.KernelProbes.Count + options.KernelEvents.Count + options.SystemCalls.Count + options.UserEvents.Count == 0;
        if (!nothingAsked && options.UserEvents.Count == 0) s_userEvents.RefuseWithoutEvents(arguments);
        return nothingAsked ? options with { KernelEvents = ["sched_*"], SystemCalls = ["*"], UserEvents = ["*"] } : options;
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
