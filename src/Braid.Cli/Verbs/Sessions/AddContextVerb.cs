using System.CommandLine;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;
using Braid.Sessions.Rings;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid add-context</c>: what goes with each event of a channel.</summary>
internal static class AddContextVerb
{
    private static readonly DomainOptions s_domain = new(hasAgents: true);
    private static readonly Option<string?> s_session = SessionVerb.Session();
    private static readonly Option<string?> s_channel = new("--channel", "-c") { Description = "The channel; without, all of the domain.", HelpName = "CHANNEL" };
    private static readonly Option<string[]> s_types = new("--type", "-t") { Description = "What to add. May be repeated.", HelpName = "TYPE" };
    private static readonly Option<bool> s_list = new("--list") { Description = "List what can be added." };

    public static Command Create() =>
        SessionVerb.Create("add-context", "Add context fields to the events of channels.", Run, [.. s_domain.All, s_session, s_channel, s_types, s_list]);

    private static int Run(ParseResult arguments, DaemonClient daemon)
    {
        if (arguments.GetValue(s_list))
        {
            foreach (var name in UserContext.Known) Console.Out.WriteLine(name);
            return 0;
        }

        var types = arguments.GetValue(s_types) ?? [];
        if (types.Length == 0) throw new UserError("Missing mandatory -t TYPE");
        if (types.FirstOrDefault(static type => UserContext.TryParse(type) is null) is { } unknown) return Messages.Error($"Unknown context type {unknown}", status: 3);
        var domain = s_domain.Get(arguments);
        var session = arguments.GetValue(s_session) ?? CurrentSession.Name;
        var channel = arguments.GetValue(s_channel);
        return types.Select(type => Add(daemon, session, new(domain, type, channel))).Max();
    }

    private static int Add(DaemonClient daemon, string session, ContextRequest request)
    {
        try
        {
            daemon.AddContext(session, request);
        }
        catch (ControlException e)
        {
            return Messages.Error($"{request.Type}: {e.Message}", SessionVerb.Warning);
        }

        Console.Out.WriteLine($"{DomainOptions.Name(request.Domain)} context {request.Type} added to {(request.Channel is { } channel ? $"channel {channel}" : "all channels")}");
        return 0;
    }
}
