using System.CommandLine;
using Braid.Cli.Daemon;
using System.IO.Enumeration;
using Braid.Cli.Terminal;
using Braid.Cli.Verbs.Sessions;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;
using Braid.Sessions.Probes;
using Braid.Sessions.Recording;
using Braid.Sessions.Rings;
using Braid.Sessions.Tracefs;

namespace Braid.Cli.Verbs;

/// <summary><c>braid list</c>: the recording sessions; or what can be recorded, by the names that <c>record</c> takes and traces carry.</summary>
internal static class ListVerb
{
    private static readonly Option<bool> s_kernel = new("--kernel", "-k") { Description = "Events of the kernel." };
    private static readonly Option<bool> s_syscalls = new("--syscall") { Description = "With --kernel: system calls instead of tracepoints." };
    private static readonly Option<bool> s_user = new("--userspace", "-u") { Description = "Running programs that use Braid.Tracing, and their events." };
    private static readonly Option<bool> s_contexts = new("--contexts") { Description = "What 'record --context' takes: for programs, or with --kernel for kernel events." };
    private static readonly Option<string?> s_places = new("--userspace-probes") { Description = "Where a program or library can have probes: its USDT probes and functions.", HelpName = "PATH" };
    private static readonly Option<bool> s_fields = new("--fields", "-f") { Description = "Show the fields of each event with their types." };
    private static readonly Option<string?> s_channel = SessionVerb.Channel();
    private static readonly Argument<string[]> s_patterns = new("SESSION|PATTERN")
    {
        Description = "The session to show in full; with -k, -u or --contexts, only what matches one of these globs.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        var verb = new Command("list", "List the recording sessions, or what can be recorded.") { s_kernel, s_syscalls, s_user, s_contexts, s_places, s_fields, s_channel, s_patterns };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        var patterns = arguments.GetValue(s_patterns) ?? [];
        var fields = arguments.GetValue(s_fields);
        var (kernel, user) = (arguments.GetValue(s_kernel) || arguments.GetValue(s_syscalls), arguments.GetValue(s_user));
        var contexts = arguments.GetValue(s_contexts);
        if (!kernel && !user && !contexts && arguments.GetValue(s_places) is null) return ListSessions(patterns, arguments.GetValue(s_channel));
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        if (contexts)
        {
            ListContexts(output, kernel ? [.. KernelContext.Implied, .. KernelContext.Known] : UserContext.Known, patterns);
            return 0;
        }

        if (kernel) ListKernel(output, arguments.GetValue(s_syscalls), patterns, fields);
        if (user) ListUser(output, patterns, fields);
        if (arguments.GetValue(s_places) is { } path) ListPlaces(output, path, patterns, fields);
        return 0;
    }

    private static int ListSessions(string[] names, string? channel)
    {
        using var daemon = DaemonClient.TryConnect();
        var sessions = daemon?.List() ?? [];
        var text = new SessionText(Console.Out);
        if (names.Length == 0 || sessions.Count == 0) text.WriteAll(sessions, Messages.Program);
        return names.Select(name => text.TryWrite(sessions, name, channel)).DefaultIfEmpty(0).Max();
    }

    private static void ListKernel(StreamWriter output, bool syscalls, string[] patterns, bool fields)
    {
        if (patterns.Length == 0) patterns = ["*"];
        foreach (var (name, type) in KernelEvents.Find(syscalls ? [] : patterns, syscalls ? patterns : []))
        {
            output.WriteLine($"{type.Name} ({name})");
            if (fields) ListFields(output, type);
        }
    }

    private static void ListUser(StreamWriter output, string[] patterns, bool fields)
    {
        UserPattern.Validate(patterns);
        foreach (var program in RingDirectory.ListPrograms())
        {
            var events = program.Events.Where(e => patterns.Length == 0 || patterns.Any(p => UserPattern.Matches(p, e.Name!))).ToList();
            if (events.Count == 0) continue;
            var recorded = program.IsRecorded ? ", being recorded" : "";
            output.WriteLine($"PID {program.Program.Pid}: {program.Program.Name} (uid {program.Program.Uid}{recorded})");
            foreach (var type in events)
            {
                output.WriteLine($"  {type.Name} (loglevel: {LogLevels.Text(type.LogLevel!.Value)} ({type.LogLevel}))");
                if (fields && type.Description is { } description) output.WriteLine($"      {description}");
                if (fields) ListFields(output, type);
            }
        }
    }

    private static void ListPlaces(StreamWriter output, string path, string[] patterns, bool fields)
    {
        var places = ProbePlaces.Read(path);
        foreach (var probe in places.Declared)
        {
            if (!IsWanted($"{probe.Provider}:{probe.Name}")) continue;
            output.WriteLine($"sdt:{path}:{probe.Provider}:{probe.Name}{(probe.Semaphore == 0 ? "" : " (semaphore)")}");
            if (fields && probe.Arguments.Length > 0) output.WriteLine($"      {probe.Arguments}");
        }

        foreach (var function in places.Functions.Where(IsWanted)) output.WriteLine($"{path}:{function}");

        bool IsWanted(string name) => patterns.Length == 0 || patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, name, ignoreCase: false));
    }

    private static void ListContexts(StreamWriter output, IReadOnlyList<string> names, string[] patterns)
    {
        foreach (var name in names)
        {
            if (patterns.Length == 0 || patterns.Any(p => UserPattern.Matches(p, name))) output.WriteLine(name);
        }
    }

    private static void ListFields(StreamWriter output, EventClass type)
    {
        foreach (var member in type.Payload?.Members ?? []) output.WriteLine($"      {member.Name}: {FieldTypeText.Of(member.Class)}");
    }
}
