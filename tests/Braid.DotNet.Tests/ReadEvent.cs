using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Tests;

/// <summary>A copy of an event.</summary>
internal sealed record ReadEvent(
    EventDescription Description,
    long Timestamp,
    long ThreadId,
    long ProcessId,
    int Processor,
    Guid ActivityId,
    Guid RelatedActivityId,
    string Labels,
    byte[] Stack,
    byte[] Payload);
