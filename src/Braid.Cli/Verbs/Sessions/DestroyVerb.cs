using System.CommandLine;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid destroy</c>: ends sessions; their traces stay.</summary>
internal static class DestroyVerb
{
    private static readonly Argument<string?> s_name = new("SESSION") { Description = "Without, the current session.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> s_all = new("--all", "-a") { Description = "All sessions." };
    private static readonly Option<bool> s_noWait = new("--no-wait", "-n") { Description = "Accepted; see stop." };

    public static Command Create() => SessionVerb.Create("destroy", "End recording sessions; their traces stay.", Run, s_name, s_all, s_noWait);

    private static int Run(ParseResult arguments, DaemonClient daemon)
    {
        if (!arguments.GetValue(s_all)) return Destroy(daemon, arguments.GetValue(s_name) ?? CurrentSession.Name);
        var names = daemon.List().Select(static s => s.Name).ToList();
        if (names.Count == 0) Console.Out.WriteLine("No session found, nothing to do.");
        return names.Select(name => Destroy(daemon, name)).DefaultIfEmpty(0).Max();
    }

    private static int Destroy(DaemonClient daemon, string name)
    {
        try
        {
            daemon.Destroy(name);
        }
        catch (ControlException e) when (e.Error == ControlError.SessionNotFound)
        {
            return Messages.Error($"Session name {name} not found", (int)e.Error);
        }

        Console.Out.WriteLine($"Session {name} destroyed");
        CurrentSession.Forget(name);
        return 0;
    }
}
