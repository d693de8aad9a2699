using System.CommandLine;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid create</c>: makes a session and makes it the current one.</summary>
internal static class CreateVerb
{
    private static readonly Argument<string?> s_name = new("SESSION") { Description = "Its name. Default: auto-DATE-TIME.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> s_output = new("--output", "-o") { Description = "The directory of its traces. Default: ~/lttng-traces/SESSION-DATE-TIME.", HelpName = "DIR" };
    private static readonly Option<bool> s_noOutput = new("--no-output") { Description = "Write no traces." };
    private static readonly Option<bool> s_snapshot = new("--snapshot") { Description = "Keep the latest events in memory; channels overwrite." };
    private static readonly Option<string?> s_live = new("--live") { Description = "Not yet: for live viewers.", Arity = ArgumentArity.ZeroOrOne, HelpName = "US" };
    private static readonly Option<string?> s_url = new("--set-url", "-U") { Description = "file://DIR. Not yet: the URL of a relay.", HelpName = "URL" };
    private static readonly Option<string?> s_control = new("--ctrl-url", "-C") { Description = "Not yet: the URL of a relay.", HelpName = "URL" };
    private static readonly Option<string?> s_data = new("--data-url", "-D") { Description = "Not yet: the URL of a relay.", HelpName = "URL" };

    public static Command Create() => SessionVerb.Create(
        "create", "Create a recording session.", Run, s_name, s_output, s_noOutput, s_snapshot, s_live, s_url, s_control, s_data);

    private static int Run(ParseResult arguments, DaemonClient daemon)
    {
        var url = arguments.GetValue(s_url);
        var isStreamed = arguments.GetResult(s_live) is not null || arguments.GetValue(s_control) is not null || arguments.GetValue(s_data) is not null;
        if (isStreamed || (url is not null && !url.StartsWith("file://", StringComparison.Ordinal)))
            throw new UserError("traces cannot be streamed yet (--live, net:// and tcp:// URLs); record into a directory");
        var output = arguments.GetValue(s_output) ?? url?["file://".Length..];
        var kind = arguments.GetValue(s_snapshot) ? SessionKind.Snapshot : arguments.GetValue(s_noOutput) ? SessionKind.NoOutput : SessionKind.Local;
        var session = daemon.Create(new(UserHome.Path, arguments.GetValue(s_name), kind, output is null ? null : Path.GetFullPath(output)));
        CurrentSession.Set(session.Name);
        Report(session);
        return 0;
    }

    private static void Report(SessionInfo session)
    {
        var kind = session.Kind == SessionKind.Snapshot ? "Snapshot session" : "Session";
        Console.Out.WriteLine($"{kind} {session.Name} created.");
        if (session.Kind == SessionKind.Local) Console.Out.WriteLine($"Traces will be output to {session.Output}");
        if (session.Kind != SessionKind.Snapshot) return;
        Console.Out.WriteLine($"Default snapshot output set to {session.Output}");
        Console.Out.WriteLine("Every channel enabled for this session will be set to mmap output and default to overwrite mode.");
    }
}
