using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary>How LTTng names a rule in what it says about it.</summary>
internal static class EventNames
{
    /// <summary>The exclusions as they follow the pattern: <c> excluding "a", "b"</c>; empty without.</summary>
    public static string Excluding(EventRule rule) => rule.Exclusions.Length == 0 ? ""
        : " excluding " + string.Join(", ", rule.Exclusions.Split(',').Select(static name => $"\"{name}\""));

    /// <summary>Where a command failed: the channel, or that none was named, and the session.</summary>
    public static string Place(string? channel, string session, ControlError error) =>
        $"channel {(error == ControlError.ChannelNameNeeded ? "<default>" : channel ?? Channel.DefaultName)}, session {session}";
}
