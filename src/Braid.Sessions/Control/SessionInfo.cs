namespace Braid.Sessions.Control;

/// <summary>A session as clients see it: a copy, as of when it was asked for.</summary>
public sealed record SessionInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The user whose session it is.</summary>
    public uint Owner { get; init; }

    /// <summary>Where its events go.</summary>
    public SessionKind Kind { get; init; }

    /// <summary>The directory of its traces, or of its snapshots; empty without an output.</summary>
    public string Output { get; init; } = "";

    /// <summary>Whether it records now.</summary>
    public bool IsActive { get; init; }

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<ChannelInfo> Channels { get; init; } = [];

    /// <summary>A copy of <paramref name="session"/> as it is.</summary>
    public static SessionInfo Of(Session session)
    {
        var totals = session.Totals.ToDictionary(static d => d.Domain, static d => d.Totals);
        return new()
        {
            Name = session.Name,
            Owner = session.Owner,
            Kind = session.Kind,
            Output = session.Output,
            IsActive = session.IsActive,
            Channels = [.. session.Channels.Select(c => ChannelInfo.Of(c, totals.GetValueOrDefault(c.Domain == TracingDomain.Kernel ? "kernel" : "ust")))],
        };
    }
}
