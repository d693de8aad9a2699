namespace Braid.Sessions.Control;

/// <summary>One channel of a session: its buffers, and the rules whose events go there. Owned by its <see cref="Session"/>.</summary>
public sealed class Channel
{
    private readonly List<(EventRule Rule, bool IsEnabled)> _rules = [];
    private readonly List<string> _contexts = [];

    internal Channel(string name, TracingDomain domain, ChannelAttributes attributes) => (Name, Domain, Attributes) = (name, domain, attributes);

    /// <summary>The name of a channel that events make which name none.</summary>
    public const string DefaultName = "channel0";

    /// <summary>Its name, which becomes that of its files.</summary>
    public string Name { get; }

    /// <summary>Where its events come from.</summary>
    public TracingDomain Domain { get; }

    /// <summary>What it was made with.</summary>
    public ChannelAttributes Attributes { get; }

    /// <summary>Whether its enabled rules record anything.</summary>
    public bool IsEnabled { get; internal set; } = true;

    /// <summary>The rules in the order in which they were made.</summary>
    public IReadOnlyList<(EventRule Rule, bool IsEnabled)> Rules => _rules;

    /// <summary>What goes with each event.</summary>
    public IReadOnlyList<string> Contexts => _contexts;

    /// <summary>Makes the rule, or enables it again.</summary>
    /// <exception cref="ControlException">It is there and enabled.</exception>
    internal void Enable(EventRule rule)
    {
        var at = _rules.FindIndex(r => r.Rule == rule);
        if (at < 0) _rules.Add((rule, true));
        else if (_rules[at].IsEnabled) throw new ControlException(Domain == TracingDomain.Kernel ? ControlError.KernelEventExists : ControlError.UserEventEnabled);
        else _rules[at] = (rule, true);
    }

    /// <summary>Disables all rules with the pattern; null for all there are.</summary>
    /// <exception cref="ControlException">None has it.</exception>
    internal void Disable(string? pattern)
    {
        var any = false;
        for (var i = 0; i < _rules.Count; i++)
        {
            if (pattern is not null && _rules[i].Rule.Pattern != pattern) continue;
            any = true;
            _rules[i] = (_rules[i].Rule, false);
        }

        if (!any && pattern is not null) throw new ControlException(Domain == TracingDomain.Kernel ? ControlError.EventNotFound : ControlError.UserEventNotFound);
    }

    internal void Add(string context) => _contexts.Add(context);
}
