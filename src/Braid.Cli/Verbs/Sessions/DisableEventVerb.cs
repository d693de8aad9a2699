using System.CommandLine;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid disable-event</c>: disables event rules, whatever their conditions.</summary>
internal static class DisableEventVerb
{
    private static readonly Argument<string?> s_names = new("EVENT[,EVENT]…") { Description = "As the rules were made with.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly DomainOptions s_domain = new(hasAgents: true);
    private static readonly Option<string?> s_session = SessionVerb.Session();
    private static readonly Option<string?> s_channel = SessionVerb.Channel();
    private static readonly Option<bool> s_all = new("--all-events", "-a") { Description = "All rules of the channel." };

    public static Command Create() =>
        SessionVerb.Create("disable-event", "Disable event rules.", Run, [s_names, .. s_domain.All, s_session, s_channel, s_all]);

    private static int Run(ParseResult arguments, DaemonClient daemon)
    {
        var domain = s_domain.Get(arguments);
        var isAll = arguments.GetValue(s_all);
        if (!isAll && arguments.GetValue(s_names) is null) throw new UserError("Missing event name(s).");
        IEnumerable<string?> names = isAll ? Enumerable.Repeat<string?>(null, 1) : arguments.GetValue(s_names)!.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var session = arguments.GetValue(s_session) ?? CurrentSession.Name;
        return names.Select(name => Disable(daemon, session, new(domain, name, arguments.GetValue(s_channel)))).DefaultIfEmpty(0).Max();
    }

    private static int Disable(DaemonClient daemon, string session, DisableEventRequest request)
    {
        try
        {
            var channel = daemon.DisableEvent(session, request);
            var domain = DomainOptions.Name(request.Domain);
            Console.Out.WriteLine(request.Pattern is { } pattern
                ? $"{domain} {pattern} of type any disabled in channel {channel} for session {session}"
                : $"All {domain} events of type any are disabled in channel {channel}");
            return 0;
        }
        catch (ControlException e)
        {
            return Messages.Error(request.Pattern is { } pattern ? $"{pattern} of type any : {e.Message} ({EventNames.Place(request.Channel, session, e.Error)})" : e.Message, (int)e.Error);
        }
    }
}
