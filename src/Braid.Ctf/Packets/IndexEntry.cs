using System.Buffers.Binary;

namespace Braid.Ctf.Packets;

/// <summary>
/// One packet in an index file as LTTng 2.13 writes it (<c>struct ctf_packet_index</c>, version 1.1): all fields are
/// big-endian, sizes are in bits, the offset is in bytes.
/// </summary>
public readonly record struct IndexEntry(
    ulong Offset,
    ulong PacketSize,
    ulong ContentSize,
    ulong TimestampBegin,
    ulong TimestampEnd,
    ulong EventsDiscarded,
    ulong StreamId,
    ulong StreamInstanceId,
    ulong PacketSequenceNumber)
{
    /// <summary>The first word of an index file.</summary>
    public const uint Magic = 0xC1F1DCC1;

    /// <summary>Bytes before the first entry: magic, major, minor, entry length; each a big-endian u32.</summary>
    public const int FileHeaderSize = 16;

    /// <summary>Bytes of an entry.</summary>
    public const int Size = 72;

    /// <summary>Writes the header of an index file.</summary>
    public static void WriteFileHeader(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], Size);
    }

    /// <summary>Writes the entry into the first <see cref="Size"/> bytes of <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Offset);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], PacketSize);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], ContentSize);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], TimestampBegin);
        BinaryPrimitives.WriteUInt64BigEndian(destination[32..], TimestampEnd);
        BinaryPrimitives.WriteUInt64BigEndian(destination[40..], EventsDiscarded);
        BinaryPrimitives.WriteUInt64BigEndian(destination[48..], StreamId);
        BinaryPrimitives.WriteUInt64BigEndian(destination[56..], StreamInstanceId);
        BinaryPrimitives.WriteUInt64BigEndian(destination[64..], PacketSequenceNumber);
    }
}
