namespace Braid.Ctf.Schema;

/// <summary>The roles of a field, named as in CTF 2. A CTF 1.8 reader derives them from the reserved field names.</summary>
[Flags]
public enum FieldRoles
{
    /// <summary>Payload only.</summary>
    None = 0,

    /// <summary>The packet header's magic number, 0xC1FC1FC1.</summary>
    PacketMagicNumber = 1 << 0,

    /// <summary>The packet header's copy of the trace uuid.</summary>
    MetadataStreamUuid = 1 << 1,

    /// <summary>The id of the data stream class.</summary>
    DataStreamClassId = 1 << 2,

    /// <summary>The id of the data stream (CTF 1.8 <c>stream_instance_id</c>).</summary>
    DataStreamId = 1 << 3,

    /// <summary>The length of the packet in bits (CTF 1.8 <c>packet_size</c>).</summary>
    PacketTotalLength = 1 << 4,

    /// <summary>The length of the packet's content in bits (CTF 1.8 <c>content_size</c>).</summary>
    PacketContentLength = 1 << 5,

    /// <summary>A timestamp: packet begin in a packet context, the event's time in an event header.</summary>
    DefaultClockTimestamp = 1 << 6,

    /// <summary>The time of the packet's end (CTF 1.8 <c>timestamp_end</c>).</summary>
    PacketEndDefaultClockTimestamp = 1 << 7,

    /// <summary>Events lost in this stream up to the packet's end, cumulative (CTF 1.8 <c>events_discarded</c>).</summary>
    DiscardedEventRecordCounterSnapshot = 1 << 8,

    /// <summary>The number of the packet in its stream (CTF 1.8 <c>packet_seq_num</c>).</summary>
    PacketSequenceNumber = 1 << 9,

    /// <summary>The id of the event class.</summary>
    EventRecordClassId = 1 << 10,
}
