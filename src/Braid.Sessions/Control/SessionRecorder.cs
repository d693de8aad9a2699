using Braid.Script.Filters;
using Braid.Sessions.Recording;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Control;

/// <summary>
/// Records a session in this process: one channel per domain. Its first start makes
/// the directory and the buffers; those stay until dispose.
/// </summary>
/// <param name="warn">Told, in one line each, what is left out and why. May be called from any thread.</param>
public sealed class SessionRecorder(Action<string> warn) : ISessionRecorder
{
    private RecordingSession? _recording;

    /// <inheritdoc/>
    public IReadOnlyList<DomainTotals> Totals => _recording?.Domains ?? [];

    /// <inheritdoc/>
    public void Check(Session session, TracingDomain domain, ChannelAttributes attributes)
    {
        if (session.Channels.FirstOrDefault(c => c.Domain == domain) is { } other)
            throw new ControlException(ControlError.UnsupportedOperation, $"a session has one channel per domain so far, and '{other.Name}' is there");
        if (session.Channels.Count > 0 && session.Channels[0].Attributes.IsOverwrite != attributes.IsOverwrite)
            throw new ControlException(ControlError.UnsupportedOperation, "the channels of a session either all overwrite or all discard");
    }

    /// <inheritdoc/>
    public void Start(Session session)
    {
        if (session.Kind == SessionKind.NoOutput) return; // its rules are for triggers
        if (_recording is not null)
        {
            Apply(session);
            _recording.Resume();
            return;
        }

        var recording = RecordingSession.Create(Options(session), warn);
        try
        {
            recording.Start();
        }
        catch
        {
            recording.Dispose();
            throw;
        }

        _recording = recording;
    }

    /// <inheritdoc/>
    public void Apply(Session session)
    {
        if (_recording is null || session.Channels.FirstOrDefault(static c => c.Domain == TracingDomain.User) is not { } channel) return;
        _recording.SetUserRules(RulesOf(channel), FiltersOf(channel));
    }

    /// <inheritdoc/>
    public void Stop() => _recording?.Pause();

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _recording?.Stop();
        }
        finally
        {
            _recording?.Dispose();
            _recording = null;
        }
    }

    private static RecordingOptions Options(Session session)
    {
        var options = new RecordingOptions
        {
            Name = session.Name,
            Directory = session.Output,
            Snapshots = session.Kind == SessionKind.Snapshot ? static _ => { } : null,
        };
        foreach (var channel in session.Channels)
        {
            var attributes = channel.Attributes;
            options = channel.Domain == TracingDomain.Kernel
                ? options with
                {
                    KernelEvents = [.. Enabled(channel).Where(static r => !r.IsSyscall).Select(static r => r.Pattern)],
                    SystemCalls = [.. Enabled(channel).Where(static r => r.IsSyscall).Select(static r => r.Pattern)],
                    KernelBuffers = BufferSizes.OfKernel(attributes.SubBufferSize, attributes.SubBufferCount),
                }
                : options with
                {
                    UserRules = RulesOf(channel),
                    UserFilters = FiltersOf(channel),
                    UserContexts = [.. channel.Contexts.Where(static name => name != "vtid").Select(static name => UserContext.TryParse(name)!)],
                    SubBufferSize = attributes.SubBufferSize,
                    SubBufferCount = attributes.SubBufferCount,
                    BlockingTimeout = attributes.BlockingTimeout == ChannelAttributes.Forever ? Timeout.InfiniteTimeSpan : TimeSpan.FromMicroseconds(attributes.BlockingTimeout),
                };
        }

        return options;
    }

    private static IEnumerable<EventRule> Enabled(Channel channel) =>
        channel.IsEnabled ? channel.Rules.Where(static r => r.IsEnabled).Select(static r => r.Rule) : [];

    /// <summary>What programs are told; docs/formats/ring.md.</summary>
    private static List<string> RulesOf(Channel channel) => [.. Enabled(channel).Select(Text)];

    /// <summary>Each rule with its filter; none when no rule has one.</summary>
    private static List<RuleFilter> FiltersOf(Channel channel)
    {
        var rules = Enabled(channel).ToList();
        return rules.Exists(static rule => rule.Filter.Length > 0)
            ? rules.ConvertAll(static rule => new RuleFilter([Text(rule)], rule.Filter.Length == 0 ? default : FilterCompiler.Compile(FilterParser.Parse(rule.Filter))))
            : [];
    }

    private static string Text(EventRule rule)
    {
        var level = rule.LogLevel is { } limit ? $"{(limit.Exactly ? "==" : "<=")}{limit.Level} " : "";
        return level + rule.Pattern + string.Concat(rule.Exclusions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static pattern => " !" + pattern));
    }
}
