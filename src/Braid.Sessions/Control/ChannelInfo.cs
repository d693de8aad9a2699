namespace Braid.Sessions.Control;

/// <summary>A channel as clients see it.</summary>
public sealed record ChannelInfo
{
    /// <summary>Where its events come from.</summary>
    public TracingDomain Domain { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its enabled rules record anything.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>What it was made with.</summary>
    public required ChannelAttributes Attributes { get; init; }

    /// <summary>The rules in the order in which they were made.</summary>
    public IReadOnlyList<EventRuleInfo> Rules { get; init; } = [];

    /// <summary>What goes with each event.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>Events recorded so far.</summary>
    public long Events { get; init; }

    /// <summary>Events that were lost because the buffers were full.</summary>
    public long Discarded { get; init; }

    /// <summary>Events that newer ones have replaced before a snapshot.</summary>
    public long Overwritten { get; init; }

    internal static ChannelInfo Of(Channel channel, SourceTotals totals) => new()
    {
        Domain = channel.Domain,
        Name = channel.Name,
        IsEnabled = channel.IsEnabled,
        Attributes = channel.Attributes,
        Rules = [.. channel.Rules.Select(static r => new EventRuleInfo(r.Rule, r.IsEnabled))],
        Contexts = channel.Contexts,
        Events = totals.Events,
        Discarded = totals.Discarded,
        Overwritten = totals.Overwritten,
    };
}
