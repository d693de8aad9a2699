namespace Braid.Linux.Ftrace;

/// <summary>A tracepoint as tracefs names it: <c>events/SUBSYSTEM/EVENT</c>.</summary>
public readonly record struct EventName(string Subsystem, string Event)
{
    /// <summary><c>subsystem:event</c>.</summary>
    public override string ToString() => $"{Subsystem}:{Event}";
}
