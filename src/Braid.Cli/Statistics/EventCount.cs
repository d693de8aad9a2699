namespace Braid.Cli.Statistics;

/// <summary>What was counted of the events of one name.</summary>
internal sealed class EventCount(string name)
{
    public string Name { get; } = name;

    public long Events { get; set; }

    /// <summary>Bits of the events counted.</summary>
    public long Bits { get; set; }
}
