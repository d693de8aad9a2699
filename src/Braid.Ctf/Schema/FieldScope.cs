namespace Braid.Ctf.Schema;

/// <summary>The structures of a packet and an event record, in the order in which they are read.</summary>
public enum FieldScope
{
    /// <summary>CTF 1.8 <c>trace.packet.header</c>.</summary>
    PacketHeader,

    /// <summary>CTF 1.8 <c>stream.packet.context</c>.</summary>
    PacketContext,

    /// <summary>CTF 1.8 <c>stream.event.header</c>.</summary>
    EventHeader,

    /// <summary>CTF 1.8 <c>stream.event.context</c>.</summary>
    EventCommonContext,

    /// <summary>CTF 1.8 <c>event.context</c>.</summary>
    EventSpecificContext,

    /// <summary>CTF 1.8 <c>event.fields</c>.</summary>
    EventPayload,
}
