using System.CommandLine;
using Braid.Cli.Daemon;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid status</c>: the current session as <c>list</c> shows it.</summary>
internal static class StatusVerb
{
    public static Command Create() => SessionVerb.Create("status", "Show the current session.", static (_, daemon) =>
        new SessionText(Console.Out).TryWrite(daemon.List(), CurrentSession.Name, channel: null));
}
