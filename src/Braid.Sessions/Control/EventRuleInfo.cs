namespace Braid.Sessions.Control;

/// <summary>An event rule as clients see it.</summary>
/// <param name="Rule">Which events.</param>
/// <param name="IsEnabled">Whether it records.</param>
public sealed record EventRuleInfo(EventRule Rule, bool IsEnabled);
