namespace Braid.Ctf.Decoding;

/// <summary>What a cursor stands on.</summary>
public enum MessageKind
{
    /// <summary>Nothing: before the first or after the last message.</summary>
    None,

    /// <summary>An event record.</summary>
    Event,

    /// <summary>The tracer says that it lost events; see <see cref="Loss"/>.</summary>
    DiscardedEvents,

    /// <summary>Packets are missing from the stream; see <see cref="Loss"/>.</summary>
    DiscardedPackets,
}
