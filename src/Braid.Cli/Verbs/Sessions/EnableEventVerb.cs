using System.CommandLine;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Ctf.Metadata;
using Braid.Sessions.Control;
using Braid.Sessions.Recording;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid enable-event</c>: makes event rules.</summary>
internal static class EnableEventVerb
{
    private static readonly Argument<string?> s_names = new("EVENT[,EVENT]…") { Description = "Names or globs: 'shop:*'.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly DomainOptions s_domain = new(hasAgents: true);
    private static readonly Option<string?> s_session = SessionVerb.Session();
    private static readonly Option<string?> s_channel = SessionVerb.Channel();
    private static readonly Option<bool> s_all = new("--all", "-a") { Description = "All events of the domain." };
    private static readonly Option<bool> s_tracepoint = new("--tracepoint") { Description = "Tracepoints: the default." };
    private static readonly Option<bool> s_syscall = new("--syscall") { Description = "System calls instead of the kernel's tracepoints." };
    private static readonly Option<string?> s_exclude = new("--exclude", "-x") { Description = "Without the events of these names or globs, separated by commas.", HelpName = "EVENT[,EVENT]…" };
    private static readonly Option<string?> s_filter = new("--filter", "-f") { Description = "Only events for which this is true, in LTTng's filter language.", HelpName = "FILTER" };
    private static readonly Option<string?> s_level = new("--loglevel") { Description = "Only tracepoints of programs at least as severe as this.", HelpName = "LEVEL" };
    private static readonly Option<string?> s_levelOnly = new("--loglevel-only") { Description = "Only tracepoints of programs of exactly this log level.", HelpName = "LEVEL" };

    public static Command Create() => SessionVerb.Create(
        "enable-event", "Record events: make event rules, or enable them again.", Run,
        [s_names, .. s_domain.All, s_session, s_channel, s_all, s_tracepoint, s_syscall, s_exclude, s_filter, s_level, s_levelOnly]);

    private static int Run(ParseResult arguments, DaemonClient daemon)
    {
        var domain = s_domain.Get(arguments);
        var isAll = arguments.GetValue(s_all);
        var names = isAll ? ["*"] : arguments.GetValue(s_names)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (!isAll && arguments.GetValue(s_names) is null) throw new UserError("Missing event name(s).");
        var session = arguments.GetValue(s_session) ?? CurrentSession.Name;
        if (!TryLevel(arguments, out var level, out var unknown)) return Messages.Error($"Unknown loglevel {unknown}", (int)ControlError.InvalidParameter);
        var target = new Target(daemon, session, domain, arguments.GetValue(s_channel), isAll);
        var status = 0;
        foreach (var name in names)
        {
            var rule = new EventRule
            {
                Pattern = name,
                IsSyscall = arguments.GetValue(s_syscall),
                LogLevel = level,
                Exclusions = arguments.GetValue(s_exclude) ?? "",
                Filter = arguments.GetValue(s_filter) ?? "",
            };
            if (rule.Exclusions.Length > 0 && !name.Contains('*', StringComparison.Ordinal)) return Messages.Error($"Event {name}: Exclusions can only be used with a globbing pattern");
            foreach (var exclusion in rule.Exclusions.Split(',', StringSplitOptions.RemoveEmptyEntries).Where(exclusion => !UserPattern.Matches(name, exclusion)))
                Messages.Warning($"Event {name}: {exclusion} does not exclude any events from {name}");
            status = Math.Max(status, target.Enable(rule));
        }

        return status;
    }

    private static bool TryLevel(ParseResult arguments, out LogLevelLimit? limit, out string? unknown)
    {
        var (least, only) = (arguments.GetValue(s_level), arguments.GetValue(s_levelOnly));
        (limit, unknown) = (null, least ?? only);
        if (unknown is null) return true;
        if (!LogLevels.TryParse(unknown, out var level)) return false;
        limit = new(level, Exactly: least is null);
        return true;
    }

    /// <summary>Where rules are made, and what is said about each.</summary>
    private sealed record Target(DaemonClient Daemon, string Session, TracingDomain Domain, string? Channel, bool IsAll)
    {
        public int Enable(EventRule rule)
        {
            var excluding = EventNames.Excluding(rule);
            try
            {
                var channel = Daemon.EnableEvent(Session, new(Domain, rule, Channel));
                Console.Out.WriteLine(rule.Filter.Length > 0 ? $"Event {rule.Pattern}{excluding}: Filter '{rule.Filter}' successfully set"
                    : IsAll ? $"All {DomainOptions.Name(Domain)} {Kind(rule)} are enabled in channel {channel}"
                    : $"{DomainOptions.Name(Domain)} event {rule.Pattern}{excluding} created in channel {channel}");
                return 0;
            }
            catch (ControlException e)
            {
                var filter = rule.Filter.Length > 0 ? $", filter '{rule.Filter}'" : "";
                var what = IsAll ? "Events" : $"Event {rule.Pattern}{excluding}";
                return Messages.Error($"{what}: {e.Message} ({EventNames.Place(Channel, Session, e.Error)}{filter})", IsAll ? 1 : (int)e.Error);
            }
        }

        private static string Kind(EventRule rule) => rule.IsSyscall ? "system calls" : "events";
    }
}
