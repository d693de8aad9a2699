using System.CommandLine;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid start</c>, <c>stop</c> and <c>set-session</c>.</summary>
internal static class StartStopVerbs
{
    private static readonly Argument<string?> s_optional = new("SESSION") { Description = "Without, the current session.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string> s_name = new("SESSION") { Description = "Its name." };
    private static readonly Option<bool> s_noWait = new("--no-wait", "-n") { Description = "Accepted: a stop writes what the buffers hold, which takes no time worth waiting for." };

    public static Command Start() => SessionVerb.Create("start", "Start to record.", (arguments, daemon) => Run(arguments, daemon, isStart: true), s_optional);

    public static Command Stop() => SessionVerb.Create("stop", "Stop to record; start goes on.", (arguments, daemon) => Run(arguments, daemon, isStart: false), s_optional, s_noWait);

    public static Command SetSession() => SessionVerb.Create("set-session", "Make a session the current one.", SetCurrent, s_name);

    private static int Run(ParseResult arguments, DaemonClient daemon, bool isStart)
    {
        var name = arguments.GetValue(s_optional) ?? CurrentSession.Name;
        try
        {
            if (isStart) daemon.Start(name);
            else daemon.Stop(name);
        }
        catch (ControlException e) when (e.Error is ControlError.AlreadyStarted or ControlError.AlreadyStopped)
        {
            return Messages.Warning($"Tracing already {(isStart ? "started" : "stopped")} for session {name}", (int)e.Error);
        }
        catch (ControlException e)
        {
            return Messages.Error(e.Message, (int)e.Error);
        }

        if (!isStart && !arguments.GetValue(s_noWait)) Console.Out.WriteLine("Waiting for data availability");
        Console.Out.WriteLine($"Tracing {(isStart ? "started" : "stopped")} for session {name}");
        return 0;
    }

    private static int SetCurrent(ParseResult arguments, DaemonClient daemon)
    {
        var name = arguments.GetValue(s_name)!;
        if (!daemon.List().Any(s => s.Name == name)) return Messages.Error($"Session '{name}' not found");
        CurrentSession.Set(name);
        Console.Out.WriteLine($"Session set to {name}");
        return 0;
    }
}
