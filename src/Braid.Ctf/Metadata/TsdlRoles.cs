using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>The field names that CTF 1.8 reserves, as roles.</summary>
internal static class TsdlRoles
{
    public static FieldRoles Of(FieldScope scope, string name) => (scope, name) switch
    {
        (FieldScope.PacketHeader, "magic") => FieldRoles.PacketMagicNumber,
        (FieldScope.PacketHeader, "uuid") => FieldRoles.MetadataStreamUuid,
        (FieldScope.PacketHeader, "stream_id") => FieldRoles.DataStreamClassId,
        (FieldScope.PacketHeader, "stream_instance_id") => FieldRoles.DataStreamId,
        (FieldScope.PacketContext, "packet_size") => FieldRoles.PacketTotalLength,
        (FieldScope.PacketContext, "content_size") => FieldRoles.PacketContentLength,
        (FieldScope.PacketContext, "timestamp_begin") => FieldRoles.DefaultClockTimestamp,
        (FieldScope.PacketContext, "timestamp_end") => FieldRoles.PacketEndDefaultClockTimestamp,
        (FieldScope.PacketContext, "events_discarded") => FieldRoles.DiscardedEventRecordCounterSnapshot,
        (FieldScope.PacketContext, "packet_seq_num") => FieldRoles.PacketSequenceNumber,
        (FieldScope.EventHeader, "id") => FieldRoles.EventRecordClassId,
        (FieldScope.EventHeader, "timestamp") => FieldRoles.DefaultClockTimestamp,
        _ => FieldRoles.None,
    };
}
