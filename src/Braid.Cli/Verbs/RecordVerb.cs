using System.CommandLine;
using System.CommandLine.Parsing;
using Braid.Cli.Terminal;
using Braid.Ctf.Schema;
using Braid.DotNet.Diagnostics;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Recording;

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

    private static readonly Option<string[]> s_dotnet = new("--dotnet")
    {
        Description = "Events of unmodified .NET processes: the runtime, activities, log lines; or only PROVIDER[:KEYWORDS[:LEVEL[:ARGS]]], separated by commas, 'default' among them. With a COMMAND, of what it starts; else of -p, of --dotnet-name, or of all.",
        HelpName = "PROVIDERS",
    };

    private static readonly Option<string?> s_dotnetName = new("--dotnet-name")
    {
        Description = "Only .NET processes whose name this glob matches.",
        HelpName = "GLOB",
    };

    private static readonly Option<bool> s_dotnetStacks = new("--dotnet-stacks")
    {
        Description = "With --dotnet: a stack with each event. It then costs the program four to five times as much.",
    };

    private static readonly Option<bool> s_dotnetProfile = new("--dotnet-profile")
    {
        Description = "With --dotnet: also sample the stacks of managed threads, each millisecond.",
    };

    private static readonly Option<int?> s_pid = new("--pid", "-p")
    {
        Description = "Only this process (kernel events: and what it forks).",
        HelpName = "PID",
    };

    private static readonly Option<TimeSpan?> s_duration = new("--duration")
    {
        Description = "Record for this long: 500ms, 2s, 1m.",
        HelpName = "T",
        CustomParser = r => Parse<TimeSpan?>(r, "a duration such as 500ms, 2s or 1m", (string t, out TimeSpan? v) =>
        {
            var good = Parsing.TryDuration(t, out var d);
            v = d;
            return good;
        }),
    };

    private static readonly Option<string?> s_output = new("--output", "-o")
    {
        Description = "The trace directory to make. Default: ./braid-trace-DATE-TIME.",
        HelpName = "DIR",
    };

    private static readonly Option<CtfVersion> s_format = new("--trace-format")
    {
        Description = "ctf-1.8 (default) or ctf-2.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => CtfVersion.Ctf18,
        CustomParser = r => Parse(r, "ctf-1.8 or ctf-2", (string t, out CtfVersion v) =>
        {
            v = t == "ctf-2" ? CtfVersion.Ctf2 : CtfVersion.Ctf18;
            return t is "ctf-1.8" or "ctf-2";
        }),
    };

    private static readonly Option<ClockChoice> s_clock = new("--clock")
    {
        Description = "auto (default): the time-stamp counter where it can be trusted, else the monotonic clock; tsc; mono.",
        HelpName = "CLOCK",
        DefaultValueFactory = _ => ClockChoice.Auto,
        CustomParser = r => Parse(r, "auto, tsc or mono", (string t, out ClockChoice v) =>
        {
            v = t switch { "tsc" => ClockChoice.Tsc, "mono" => ClockChoice.Monotonic, _ => ClockChoice.Auto };
            return t is "auto" or "tsc" or "mono";
        }),
    };

    private static readonly Option<long?> s_bufferSize = new("--buffer-size")
    {
        Description = "Buffer per CPU and domain: 64K, 16M. Default: 16M for the kernel, 4M for each program.",
        HelpName = "S",
        CustomParser = r => Parse<long?>(r, "a size such as 64K or 16M", (string t, out long? v) =>
        {
            var good = Parsing.TrySize(t, out var size);
            v = size;
            return good;
        }),
    };

    private static readonly Argument<string[]> s_command = new("COMMAND")
    {
        Description = "Record while this command runs; its exit status becomes braid's. Write it after --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private delegate bool TryParse<T>(string text, out T value);

    public static Command Create()
    {
        var verb = new Command("record", "Record kernel and user-space events into a trace directory.")
        {
            s_kernel, s_syscalls, s_user, s_dotnet, s_dotnetName, s_dotnetStacks, s_dotnetProfile, s_pid, s_duration, s_output, s_format, s_clock, s_bufferSize, s_command,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        var options = Options(arguments);
        using var status = new StatusLine();
        using var session = RecordingSession.Create(options, status.Print);
        var run = new RecordingRun(session, status)
        {
            Command = arguments.GetValue(s_command) ?? [],
            Duration = arguments.GetValue(s_duration),
        };
        return run.Execute();
    }

    private static RecordingOptions Options(ParseResult arguments)
    {
        var name = TraceDirectory.DefaultName("braid-trace", DateTimeOffset.UtcNow);
        var options = new RecordingOptions
        {
            Name = name,
            Directory = arguments.GetValue(s_output) ?? name,
            KernelEvents = arguments.GetValue(s_kernel) ?? [],
            SystemCalls = [.. (arguments.GetValue(s_syscalls) ?? []).SelectMany(l => l.Split(','))],
            UserEvents = arguments.GetValue(s_user) ?? [],
            Dotnet = Dotnet(arguments),
            ProcessId = arguments.GetValue(s_pid),
            Version = arguments.GetValue(s_format),
            Clock = arguments.GetValue(s_clock),
            BufferSize = arguments.GetValue(s_bufferSize),
        };
        var nothingAsked = options.Dotnet is null && options.KernelEvents.Count + options.SystemCalls.Count + options.UserEvents.Count == 0;
        return nothingAsked ? options with { KernelEvents = ["sched_*"], SystemCalls = ["*"], UserEvents = ["*"] } : options;
    }

    private static DotnetRequest? Dotnet(ParseResult arguments)
    {
        var name = arguments.GetValue(s_dotnetName);
        var (stacks, profile) = (arguments.GetValue(s_dotnetStacks), arguments.GetValue(s_dotnetProfile));
        if (arguments.GetValue(s_dotnet) is not { Length: > 0 } lists)
            return name is null && !stacks && !profile ? null : throw new UserError("record: --dotnet-name, --dotnet-stacks and --dotnet-profile say what --dotnet records; name it too");
        var pid = arguments.GetValue(s_pid);
        if (name is not null && pid is not null) throw new UserError("record: --dotnet-name and --pid exclude each other");
        try
        {
            List<ProviderRequest> providers = [.. lists.SelectMany(DotnetProviders.Parse)];
            if (profile) providers.Add(DotnetProviders.Profiler);
            return new()
            {
                Providers = providers,
                Stacks = stacks || profile,
                Name = name,
                IsForCommand = name is null && pid is null && arguments.GetValue(s_command) is { Length: > 0 },
            };
        }
        catch (FormatException e)
        {
            throw new UserError($"record: --dotnet: {e.Message}");
        }
    }

    private static T? Parse<T>(ArgumentResult result, string expected, TryParse<T> parse)
    {
        var text = result.Tokens[0].Value;
        if (parse(text, out var value)) return value;
        result.AddError($"'{text}' is not {expected}");
        return default;
    }
}
