namespace Braid.DotNet.Nettrace;

/// <summary>An event that waits for its turn.</summary>
internal struct PendingEvent
{
    public required EventDescription Description;
    public required long Timestamp;
    public required long ThreadId;
    public required long ProcessId;
    public required int Processor;
    public required Guid ActivityId;
    public required Guid RelatedActivityId;
    public required string Labels;
    public required ReadOnlyMemory<byte> Stack;

    /// <summary>A part of a copy of the event's block, which all its events share.</summary>
    public required ReadOnlyMemory<byte> Payload;

    /// <summary>Events that its thread lost before it.</summary>
    public required uint LostBefore;
}
