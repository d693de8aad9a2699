using Braid.Cli.Terminal;
using Braid.Ctf.Metadata;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary>Sessions as <c>lttng list</c> of LTTng 2.13 prints them.</summary>
internal sealed class SessionText(TextWriter output)
{
    private static readonly string[] s_kernelAttributes = ["Process IDs:          ", "Virtual process IDs:  ", "User IDs:             ", "Virtual user IDs:     ", "Group IDs:            ", "Virtual group IDs:    "];
    private static readonly string[] s_userAttributes = ["Virtual process IDs:  ", "Virtual user IDs:     ", "Virtual group IDs:    "];

    /// <summary>All sessions, a line or two each.</summary>
    public void WriteAll(IReadOnlyList<SessionInfo> sessions, string program)
    {
        if (sessions.Count == 0)
        {
            output.WriteLine("Currently no available recording session");
            return;
        }

        output.WriteLine("Available recording sessions:");
        for (var i = 0; i < sessions.Count; i++)
        {
            output.WriteLine($"  {i + 1}) {sessions[i].Name} [{State(sessions[i])}]");
            WriteOutput(sessions[i]);
            output.WriteLine();
        }

        output.WriteLine();
        output.WriteLine($"Use {program} list <session_name> for more details");
    }

    /// <summary>The session of that name, or in LTTng's words that there is none; the exit status.</summary>
    public int TryWrite(IReadOnlyList<SessionInfo> sessions, string name, string? channel)
    {
        if (sessions.Count == 0) return Messages.Error("Failed to list session rotation schedules: Session name not found");
        if (sessions.FirstOrDefault(s => s.Name == name) is not { } session) return Messages.Error($"Session '{name}' not found");
        Write(session, channel);
        return 0;
    }

    /// <summary>One session with its channels and rules; with <paramref name="channel"/> only that one.</summary>
    private void Write(SessionInfo session, string? channel)
    {
        output.WriteLine($"Recording session {session.Name}: [{State(session)}]");
        WriteOutput(session);
        if (session.Kind == SessionKind.Local) output.WriteLine();
        foreach (var domain in session.Channels.GroupBy(static c => c.Domain)) WriteDomain(session, domain, channel);
    }

    private static string State(SessionInfo session) =>
        (session.IsActive ? "active" : "inactive") + (session.Kind == SessionKind.Snapshot ? " snapshot" : "");

    private void WriteOutput(SessionInfo session)
    {
        if (session.Kind == SessionKind.Local) output.WriteLine($"    Trace output: {session.Output}");
    }

    private void WriteDomain(SessionInfo session, IGrouping<TracingDomain, ChannelInfo> domain, string? channel)
    {
        var isKernel = domain.Key == TracingDomain.Kernel;
        output.WriteLine($"=== Domain: {(isKernel ? "Linux kernel" : "User space")} ===");
        output.WriteLine();
        if (!isKernel)
        {
            output.WriteLine("Buffering scheme: per-process");
            output.WriteLine();
        }

        output.WriteLine("Tracked process attributes");
        foreach (var attribute in isKernel ? s_kernelAttributes : s_userAttributes) output.WriteLine($"  {attribute}all");
        output.WriteLine();
        output.WriteLine("Channels:");
        output.WriteLine("-------------");
        foreach (var one in domain.Where(c => channel is null || c.Name == channel)) WriteChannel(session, one);
    }

    private void WriteChannel(SessionInfo session, ChannelInfo channel)
    {
        var attributes = channel.Attributes;
        output.WriteLine($"- {channel.Name}: [{(channel.IsEnabled ? "enabled" : "disabled")}]");
        output.WriteLine();
        output.WriteLine("    Attributes:");
        output.WriteLine($"      Event-loss mode:  {(attributes.IsOverwrite ? "overwrite" : "discard")}");
        output.WriteLine($"      Sub-buffer size:  {attributes.SubBufferSize} bytes");
        output.WriteLine($"      Sub-buffer count: {attributes.SubBufferCount}");
        if (!attributes.IsOverwrite && channel.Domain == TracingDomain.User)
            output.WriteLine($"      Blocking timeout: {(attributes.BlockingTimeout == ChannelAttributes.Forever ? "infinite" : $"{attributes.BlockingTimeout} us")}");
        output.WriteLine();
        output.WriteLine("    Statistics:");
        output.WriteLine(session.Kind == SessionKind.Snapshot ? $"      Overwritten events: {channel.Overwritten}" : $"      Discarded events: {channel.Discarded}");
        output.WriteLine();
        output.WriteLine("    Recording event rules:");
        if (channel.Rules.Count == 0) output.WriteLine("      None");
        foreach (var (rule, isEnabled) in channel.Rules) output.WriteLine($"      {Text(rule)} [{(isEnabled ? "enabled" : "disabled")}]{Condition(rule)}");
        output.WriteLine();
    }

    private static string Text(EventRule rule)
    {
        var level = rule.LogLevel is { } limit ? $" (loglevel {(limit.Exactly ? "==" : "<=")} {LogLevels.Text(limit.Level)} ({limit.Level}))" : "";
        return $"{rule.Pattern}{level} (type: {(rule.IsSyscall ? "syscall" : "tracepoint")})";
    }

    private static string Condition(EventRule rule)
    {
        var filter = rule.Filter.Length > 0 ? $" [filter: '{rule.Filter}']" : "";
        return filter + (rule.Exclusions.Length > 0 ? $" [exclusion(s): {string.Join(", ", rule.Exclusions.Split(',').Select(static name => $"\"{name}\""))}]" : "");
    }
}
