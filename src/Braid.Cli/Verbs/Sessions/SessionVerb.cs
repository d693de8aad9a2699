using System.CommandLine;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary>What the verbs have in common that give commands to the session daemon: their options, and how they say what was refused.</summary>
internal static class SessionVerb
{
    /// <summary>LTTng's exit status for a command that failed in part of what it was to do.</summary>
    public const int Warning = 4;

    public static Option<string?> Session() => new("--session", "-s") { Description = "The session; without, the current one.", HelpName = "SESSION" };

    public static Option<string?> Channel() => new("--channel", "-c") { Description = "The channel; without, channel0.", HelpName = "CHANNEL" };

    /// <summary>A verb that runs <paramref name="run"/> with a daemon, and tells what that refuses.</summary>
    public static Command Create(string name, string description, Func<ParseResult, DaemonClient, int> run, params IEnumerable<Symbol> symbols)
    {
        var verb = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option) verb.Add(option);
            else verb.Add((Argument)symbol);
        }

        verb.SetAction(arguments =>
        {
            try
            {
                using var daemon = DaemonClient.Connect();
                return run(arguments, daemon);
            }
            catch (NoCurrentSession e)
            {
                Console.Out.WriteLine(NoCurrentSession.Question);
                return Messages.Error(e.Message);
            }
            catch (Exception e) when (e is ControlException or UserError)
            {
                return Messages.Error(e.Message);
            }
        });
        return verb;
    }
}
