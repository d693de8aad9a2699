using System.Buffers.Binary;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Packets;

/// <summary>
/// The layout that every stream Braid writes has: byte-packed little-endian fields in the order of LTTng 2.13's packet
/// header, packet context and large event header, so that readers made for LTTng know their way.
/// <code>
/// packet    offset  field                    event record         offset  field
///                0  u32 magic 0xC1FC1FC1     compact  (6 bytes)        0  u16 id (0 to 65534)
///                4  u8  uuid[16]                                       2  u32 timestamp, low 32 bits
///               20  u32 stream_id            extended (14 bytes)       0  u16 65535
///               24  u64 stream_instance_id                             2  u32 id
///               32  u64 timestamp_begin                                6  u64 timestamp
///               40  u64 timestamp_end
///               48  u64 content_size, bits
///               56  u64 packet_size, bits
///               64  u64 packet_seq_num
///               72  u64 events_discarded
///               80  u32 cpu_id
///               84  event records
/// </code>
/// A compact header is used when less than 2^32 cycles have passed since the previous event of the packet (since
/// timestamp_begin, for the first); otherwise an extended one.
/// </summary>
public static class LttngLayout
{
    /// <summary>The first four bytes of each packet.</summary>
    public const uint Magic = 0xC1FC1FC1;

    /// <summary>Bytes before the first event record of a packet.</summary>
    public const int PacketHeaderSize = 84;

    /// <summary>Bytes of a compact event header.</summary>
    public const int CompactHeaderSize = 6;

    /// <summary>Bytes of an extended event header.</summary>
    public const int ExtendedHeaderSize = 14;

    /// <summary>The 16-bit id that announces an extended event header.</summary>
    public const ushort ExtendedId = 65535;

    /// <summary>Writes a compact event header into <paramref name="destination"/>; returns it.</summary>
    public static ReadOnlySpan<byte> WriteCompactHeader(Span<byte> destination, ulong id, ulong cycles)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)id);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[2..], (uint)cycles);
        return destination[..CompactHeaderSize];
    }

    /// <summary>Writes an extended event header into <paramref name="destination"/>; returns it.</summary>
    public static ReadOnlySpan<byte> WriteExtendedHeader(Span<byte> destination, ulong id, ulong cycles)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, ExtendedId);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[2..], (uint)id);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[6..], cycles);
        return destination[..ExtendedHeaderSize];
    }

    /// <summary>The packet header: magic, uuid, stream id and stream instance id.</summary>
    public static StructureFieldClass PacketHeader { get; } = new(
    [
        new("magic", new IntegerFieldClass(32) { Roles = FieldRoles.PacketMagicNumber }),
        new("uuid", new StaticArrayFieldClass(new IntegerFieldClass(8), 16) { Roles = FieldRoles.MetadataStreamUuid }),
        new("stream_id", new IntegerFieldClass(32) { Roles = FieldRoles.DataStreamClassId }),
        new("stream_instance_id", new IntegerFieldClass(64) { Roles = FieldRoles.DataStreamId }),
    ], 8);

    /// <summary>The packet context on <paramref name="clock"/>.</summary>
    public static StructureFieldClass PacketContext(ClockClass clock) => new(
    [
        new("timestamp_begin", new IntegerFieldClass(64) { Roles = FieldRoles.DefaultClockTimestamp, Clock = clock }),
        new("timestamp_end", new IntegerFieldClass(64) { Roles = FieldRoles.PacketEndDefaultClockTimestamp, Clock = clock }),
        new("content_size", new IntegerFieldClass(64) { Roles = FieldRoles.PacketContentLength }),
        new("packet_size", new IntegerFieldClass(64) { Roles = FieldRoles.PacketTotalLength }),
        new("packet_seq_num", new IntegerFieldClass(64) { Roles = FieldRoles.PacketSequenceNumber }),
        new("events_discarded", new IntegerFieldClass(64) { Roles = FieldRoles.DiscardedEventRecordCounterSnapshot }),
        new("cpu_id", new IntegerFieldClass(32)),
    ], 8);

    /// <summary>The compact or extended event header on <paramref name="clock"/>.</summary>
    public static StructureFieldClass EventHeader(ClockClass clock) => new(
    [
        new("id", new IntegerFieldClass(16)
        {
            IsEnumeration = true,
            Roles = FieldRoles.EventRecordClassId,
            Mappings = [new("compact", [new(0, ExtendedId - 1)]), new("extended", ExtendedId)],
        }),
        new("v", new VariantFieldClass(FieldLocation.Sibling("id"),
        [
            new("compact", [new(0, ExtendedId - 1)], new StructureFieldClass(
            [
                new("timestamp", new IntegerFieldClass(32) { Roles = FieldRoles.DefaultClockTimestamp, Clock = clock }),
            ], 8)),
            new("extended", [new(ExtendedId, ExtendedId)], new StructureFieldClass(
            [
                new("id", new IntegerFieldClass(32) { Roles = FieldRoles.EventRecordClassId }),
                new("timestamp", new IntegerFieldClass(64) { Roles = FieldRoles.DefaultClockTimestamp, Clock = clock }),
            ], 8)),
        ])),
    ], 8);

    /// <summary>
    /// A stream class of a trace, with <paramref name="context"/> (may be null) after each event header. The caller adds the
    /// event classes.
    /// </summary>
    public static StreamClass StreamClass(ClockClass clock, StructureFieldClass? context, ulong id = 0) => new()
    {
        Id = id,
        DefaultClock = clock,
        PacketContext = PacketContext(clock),
        EventHeader = EventHeader(clock),
        EventCommonContext = context,
    };
}
