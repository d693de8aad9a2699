using Braid.Script.Filters;
using Braid.Sessions.Recording;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Control;

/// <summary>
/// A recording session as LTTng has it: channels with event rules in two domains, made before or while it records. Its rules
/// are LTTng 2.13's. Not thread-safe: whoever owns the <see cref="SessionRegistry"/> calls it.
/// </summary>
public sealed class Session
{
    private readonly List<Channel> _channels = [];
    private readonly ISessionRecorder _recorder;

    /// <summary>The domains in which a channel was made under a name that the user gave, even the default one: it has to be named from then on.</summary>
    private readonly HashSet<TracingDomain> _named = [];

    internal Session(string name, uint owner, SessionKind kind, string output, ISessionRecorder recorder)
    {
        (Name, Owner, Kind, Output) = (name, owner, kind, output);
        _recorder = recorder;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The user whose session it is.</summary>
    public uint Owner { get; }

    /// <summary>Where its events go.</summary>
    public SessionKind Kind { get; }

    /// <summary>The directory of its traces, or of its snapshots; empty without an output.</summary>
    public string Output { get; }

    /// <summary>Whether it records now.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether it has ever recorded: its channels and contexts are what they are then.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<Channel> Channels => _channels;

    /// <summary>What has been recorded and lost so far.</summary>
    public IReadOnlyList<DomainTotals> Totals => _recorder.Totals;

    /// <summary>Makes a channel, or enables the one of that name.</summary>
    /// <exception cref="ControlException">It is there and enabled, its name cannot be, or the session has recorded already.</exception>
    public void EnableChannel(TracingDomain domain, string name, ChannelAttributes attributes)
    {
        if (Find(domain, name) is { } known)
        {
            if (known.IsEnabled) throw new ControlException(domain == TracingDomain.Kernel ? ControlError.KernelChannelExists : ControlError.UserChannelExists);
            known.IsEnabled = true;
            Apply();
            return;
        }

        Make(domain, name, attributes);
        _named.Add(domain);
    }

    /// <summary>Lets a channel record nothing until it is enabled again.</summary>
    /// <exception cref="ControlException">There is none of that name.</exception>
    public void DisableChannel(TracingDomain domain, string name)
    {
        if (!_channels.Exists(c => c.Domain == domain)) throw new ControlException(ControlError.NoChannel);
        (Find(domain, name) ?? throw NoChannel(domain)).IsEnabled = false;
        Apply();
    }

    /// <summary>Makes a rule, or enables it again; its channel, too, when that does not exist yet.</summary>
    /// <param name="domain">Where the events come from.</param>
    /// <param name="channel">The channel; null for the default one.</param>
    /// <param name="rule">Which events.</param>
    /// <returns>The name of the channel.</returns>
    /// <exception cref="ControlException">The rule is there and enabled, names or filters nothing, or the channel has to be named.</exception>
    public string EnableEvent(TracingDomain domain, string? channel, EventRule rule)
    {
        Check(domain, rule);
        if (FindOrDefault(domain, channel) is not { } target)
        {
            target = Make(domain, channel ?? Channel.DefaultName, ChannelAttributes.Default(domain, Kind));
            if (channel is not null) _named.Add(domain);
        }

        target.Enable(rule);
        Apply();
        return target.Name;
    }

    /// <summary>Disables the rules with a pattern, or all.</summary>
    /// <param name="domain">Where their events come from.</param>
    /// <param name="channel">The channel; null for the default one.</param>
    /// <param name="pattern">As the rule was made with; null for all rules.</param>
    /// <returns>The name of the channel.</returns>
    /// <exception cref="ControlException">There is no such rule or channel, or the channel has to be named.</exception>
    public string DisableEvent(TracingDomain domain, string? channel, string? pattern)
    {
        if (!_channels.Exists(c => c.Domain == domain)) throw new ControlException(ControlError.NoChannel);
        var target = FindOrDefault(domain, channel) ?? throw NoChannel(domain);
        target.Disable(pattern);
        Apply();
        return target.Name;
    }

    /// <summary>Adds a context to a channel, or to all of the domain; without any, to the default one, which is made.</summary>
    /// <exception cref="ControlException">There is no such context or channel, the channel has it, or the session has recorded already.</exception>
    public void AddContext(TracingDomain domain, string? channel, string context)
    {
        if (HasStarted) throw new ControlException(ControlError.AlreadyStarted);
        if (UserContext.TryParse(context) is null) throw new ControlException(ControlError.UserContextInvalid);
        var targets = channel is not null
            ? [Find(domain, channel) ?? throw NoChannel(domain)]
            : _channels.Where(c => c.Domain == domain).DefaultIfEmpty(null).Select(c => c ?? Make(domain, Channel.DefaultName, ChannelAttributes.Default(domain, Kind))).ToList();
        if (targets.Exists(c => c.Contexts.Contains(context))) throw new ControlException(ControlError.UserContextExists);
        foreach (var target in targets) target.Add(context);
    }

    /// <summary>Begins to record, or goes on.</summary>
    /// <exception cref="ControlException">It records, has no channel, or what it needs is refused; the message says what.</exception>
    public void Start()
    {
        if (IsActive) throw new ControlException(ControlError.AlreadyStarted);
        if (_channels.Count == 0) throw new ControlException(ControlError.NoChannel);
        try
        {
            _recorder.Start(this);
        }
        catch (Exception e) when (e is RecordingException or IOException)
        {
            throw new ControlException(ControlError.StartFailed, e.Message, e);
        }

        (IsActive, HasStarted) = (true, true);
    }

    /// <summary>Stops to record: when it returns, all that was recorded can be read.</summary>
    /// <exception cref="ControlException">It does not record, or what was recorded could not be written; the message says why.</exception>
    public void Stop()
    {
        if (!IsActive) throw new ControlException(ControlError.AlreadyStopped);
        IsActive = false;
        Guard(_recorder.Stop);
    }

    /// <summary>Ends it for good; the trace stays.</summary>
    /// <exception cref="ControlException">What was recorded could not be written; it is gone all the same.</exception>
    internal void Destroy() => Guard(_recorder.Dispose);

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is RecordingException or IOException)
        {
            throw new ControlException(ControlError.StartFailed, e.Message, e);
        }
    }

    private static ControlException NoChannel(TracingDomain domain) =>
        new(domain == TracingDomain.Kernel ? ControlError.KernelChannelNotFound : ControlError.UserChannelNotFound);

    private static void Check(TracingDomain domain, EventRule rule)
    {
        try
        {
            if (domain == TracingDomain.User) UserPattern.Validate(rule.Exclusions.Split(',', StringSplitOptions.RemoveEmptyEntries).Prepend(rule.Pattern));
            if (rule.Filter.Length > 0) FilterParser.Parse(rule.Filter);
        }
        catch (RecordingException e)
        {
            throw new ControlException(ControlError.InvalidEventName, e.Message, e);
        }
        catch (FilterException e)
        {
            throw new ControlException(ControlError.InvalidFilter, $"{ControlException.Text(ControlError.InvalidFilter)}: {e.Message}", e);
        }
    }

    private Channel? Find(TracingDomain domain, string name) => _channels.Find(c => c.Domain == domain && c.Name == name);

    /// <summary>The channel named, or the default one; null when it does not exist yet.</summary>
    /// <exception cref="ControlException">None is named, and it has to be.</exception>
    private Channel? FindOrDefault(TracingDomain domain, string? name)
    {
        if (name is null && _named.Contains(domain)) throw new ControlException(ControlError.ChannelNameNeeded);
        return Find(domain, name ?? Channel.DefaultName);
    }

    private Channel Make(TracingDomain domain, string name, ChannelAttributes attributes)
    {
        if (HasStarted) throw new ControlException(ControlError.AlreadyStarted);
        if (name.Length == 0 || name[0] == '.' || name.Contains('/', StringComparison.Ordinal)) throw new ControlException(ControlError.InvalidChannelName);
        _recorder.Check(this, domain, attributes);
        var channel = new Channel(name, domain, attributes);
        _channels.Add(channel);
        return channel;
    }

    private void Apply()
    {
        if (HasStarted) Guard(() => _recorder.Apply(this));
    }
}
