namespace Braid.Ctf.Packets;

/// <summary>What the header of a packet says besides its length and place.</summary>
/// <param name="TimestampBegin">In cycles of the stream's clock, at or before the first event.</param>
/// <param name="TimestampEnd">In cycles of the stream's clock, at or after the last event.</param>
/// <param name="EventsDiscarded">Events that this stream has lost from its start to the end of this packet, cumulative.</param>
public readonly record struct PacketInfo(ulong TimestampBegin, ulong TimestampEnd, ulong EventsDiscarded);
