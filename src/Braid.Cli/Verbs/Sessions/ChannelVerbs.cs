using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary><c>braid enable-channel</c> and <c>disable-channel</c>.</summary>
internal static class ChannelVerbs
{
    private static readonly Argument<string> s_names = new("CHANNEL[,CHANNEL]…") { Description = "Their names." };
    private static readonly DomainOptions s_domain = new(hasAgents: false);
    private static readonly Option<string?> s_session = SessionVerb.Session();
    private static readonly Option<bool> s_discard = new("--discard") { Description = "When a buffer is full, lose new events: the default but in snapshot sessions." };
    private static readonly Option<bool> s_overwrite = new("--overwrite") { Description = "When a buffer is full, replace its oldest events." };
    private static readonly Option<string?> s_size = new("--subbuf-size") { Description = "Bytes of a sub-buffer: 64k, 1M. Default: 1M for the kernel, 512k for programs.", HelpName = "SIZE" };
    private static readonly Option<string?> s_count = new("--num-subbuf") { Description = "Sub-buffers per CPU. Default: 4.", HelpName = "COUNT" };
    private static readonly Option<string?> s_blocking = new("--blocking-timeout") { Description = "Microseconds that programs wait which allow it, or inf. Default: 0.", HelpName = "US" };

    public static Command Enable() => SessionVerb.Create(
        "enable-channel", "Make channels, or enable them again.", RunEnable, [s_names, .. s_domain.All, s_session, s_discard, s_overwrite, s_size, s_count, s_blocking]);

    public static Command Disable() => SessionVerb.Create("disable-channel", "Let channels record nothing.", RunDisable, [s_names, .. s_domain.All, s_session]);

    private static int RunEnable(ParseResult arguments, DaemonClient daemon)
    {
        var domain = s_domain.Get(arguments);
        var size = Rounded(arguments, s_size, "The subbuf size");
        var count = Rounded(arguments, s_count, "The number of subbuffers");
        var blocking = Blocking(arguments);
        var session = arguments.GetValue(s_session) ?? CurrentSession.Name;
        return ForEach(arguments, name =>
        {
            if (name[0] == '.' || name.Contains('/', StringComparison.Ordinal))
                return Messages.Error($"Invalid channel name: \"{name}\". Channel names may not start with '.', and may not contain '/'.");
            try
            {
                var defaults = ChannelAttributes.Default(domain, Kind(daemon, session));
                daemon.EnableChannel(session, new(domain, name, defaults with
                {
                    IsOverwrite = (arguments.GetValue(s_overwrite) || defaults.IsOverwrite) && !arguments.GetValue(s_discard),
                    SubBufferSize = size ?? defaults.SubBufferSize,
                    SubBufferCount = count ?? defaults.SubBufferCount,
                    BlockingTimeout = blocking,
                }));
            }
            catch (ControlException e) when (e.Error is ControlError.UserChannelExists or ControlError.KernelChannelExists)
            {
                return Messages.Warning($"Channel {name}: {e.Message} (session {session})", SessionVerb.Warning);
            }
            catch (ControlException e)
            {
                return Messages.Error($"Channel {name}: {e.Message} (session {session})");
            }

            Console.Out.WriteLine($"{DomainOptions.Name(domain)} channel {name} enabled for session {session}");
            return 0;
        });
    }

    private static int RunDisable(ParseResult arguments, DaemonClient daemon)
    {
        var domain = s_domain.Get(arguments);
        var session = arguments.GetValue(s_session) ?? CurrentSession.Name;
        return ForEach(arguments, name =>
        {
            try
            {
                daemon.DisableChannel(session, new(domain, name));
            }
            catch (ControlException e)
            {
                return Messages.Error($"Channel {name}: {e.Message} (session {session})", SessionVerb.Warning);
            }

            Console.Out.WriteLine($"{DomainOptions.Name(domain)} channel {name} disabled for session {session}");
            return 0;
        });
    }

    private static int ForEach(ParseResult arguments, Func<string, int> run) =>
        arguments.GetValue(s_names)!.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(run).DefaultIfEmpty(0).Max();

    /// <summary>A session that does not exist is told by what comes next.</summary>
    private static SessionKind Kind(DaemonClient daemon, string session) => daemon.Find(session).Kind;

    private static long? Rounded(ParseResult arguments, Option<string?> option, string what)
    {
        if (arguments.GetValue(option) is not { } text) return null;
        if (!Parsing.TrySize(text, out var value) || value > 1L << 40) throw new UserError($"Wrong value in {option.Name} parameter: {text}");
        var rounded = (long)BitOperations.RoundUpToPowerOf2((ulong)value);
        if (rounded != value) Messages.Warning(string.Create(CultureInfo.InvariantCulture, $"{what} ({value}) is rounded to the next power of 2 ({rounded})"));
        return rounded;
    }

    private static long Blocking(ParseResult arguments)
    {
        if (arguments.GetValue(s_blocking) is not { } text) return 0;
        if (text == "inf") return ChannelAttributes.Forever;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var us) ? us
            : Parsing.TryDuration(text, out var duration) ? (long)duration.TotalMicroseconds
            : throw new UserError($"Wrong value for --blocking-timeout parameter: {text}");
    }
}
