using System.Buffers.Binary;
using System.Text;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>Reads a stream file by its schema, slowly and strictly: every packet must end exactly where it says.</summary>
internal static class StreamReader
{
    internal static List<ReadEvent> Read(string path, TraceClass trace)
    {
        var data = File.ReadAllBytes(path);
        var events = new List<ReadEvent>();
        ulong lastEnd = 0, lastDiscarded = 0;
        for (var at = 0; at < data.Length;)
        {
            var packet = data.AsSpan(at);
            Assert.Equal(LttngLayout.Magic, BinaryPrimitives.ReadUInt32LittleEndian(packet));
            var begin = BinaryPrimitives.ReadUInt64LittleEndian(packet[32..]);
            var end = BinaryPrimitives.ReadUInt64LittleEndian(packet[40..]);
            var discarded = BinaryPrimitives.ReadUInt64LittleEndian(packet[72..]);
            var size = (int)(BinaryPrimitives.ReadUInt64LittleEndian(packet[56..]) / 8);
            Assert.True(begin >= lastEnd && end >= begin && discarded >= lastDiscarded, $"{path}: packet at {at} goes back");
            (lastEnd, lastDiscarded) = (end, discarded);
            var content = (int)(BinaryPrimitives.ReadUInt64LittleEndian(packet[48..]) / 8);
            var streamClass = BinaryPrimitives.ReadUInt32LittleEndian(packet[20..]);
            ReadPacket(packet[..content], begin, end, trace.Streams.Single(s => s.Id == streamClass), events);
            at += size;
        }

        return events;
    }

    internal static ulong Discarded(string path)
    {
        var data = File.ReadAllBytes(path);
        ulong discarded = 0;
        for (var at = 0; at < data.Length; at += (int)(BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at + 56)) / 8))
            discarded = BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at + 72));
        return discarded;
    }

    /// <summary>Reads event records that begin at <paramref name="begin"/>.</summary>
    internal static void ReadPacket(ReadOnlySpan<byte> packet, ulong begin, ulong end, StreamClass stream, List<ReadEvent> events)
    {
        var byId = stream.Events.ToDictionary(e => e.Id);
        var cpu = BinaryPrimitives.ReadInt32LittleEndian(packet[80..]);
        var time = begin;
        for (var rest = packet[LttngLayout.PacketHeaderSize..]; !rest.IsEmpty;)
        {
            ulong id = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (id == LttngLayout.ExtendedId)
            {
                id = BinaryPrimitives.ReadUInt32LittleEndian(rest[2..]);
                time = BinaryPrimitives.ReadUInt64LittleEndian(rest[6..]);
                rest = rest[LttngLayout.ExtendedHeaderSize..];
            }
            else
            {
                time += BinaryPrimitives.ReadUInt32LittleEndian(rest[2..]) - (uint)time;
                rest = rest[LttngLayout.CompactHeaderSize..];
            }

            Assert.True(time <= end, "an event is later than the end of its packet");
            var context = new Dictionary<string, object>();
            foreach (var member in stream.EventCommonContext!.Members) context.Add(member.Name, ReadField(member.Class, context, ref rest));
            var fields = new Dictionary<string, object>();
            foreach (var member in byId[id].Payload?.Members ?? []) fields.Add(member.Name, ReadField(member.Class, fields, ref rest));
            events.Add(new(byId[id].Name!, time, cpu, context, fields));
        }
    }

    private static object ReadField(FieldClass type, Dictionary<string, object> before, ref ReadOnlySpan<byte> rest)
    {
        switch (type)
        {
            case IntegerFieldClass integer:
                ulong number = 0;
                for (var i = 0; i < integer.Size / 8; i++) number |= (ulong)rest[i] << (8 * (integer.ByteOrder == ByteOrder.LittleEndian ? i : (integer.Size / 8) - 1 - i));
                rest = rest[(integer.Size / 8)..];
                var shift = 64 - integer.Size;
                return integer.IsSigned ? (object)((long)number << shift >> shift) : number;
            case StructureFieldClass { Members: [{ Class: IntegerFieldClass { Size: < 8 } }, ..] } bits:
                // One byte of bit fields, from the lowest on.
                var (octet, taken, values) = (rest[0], 0, new Dictionary<string, object>());
                foreach (var bit in bits.Members)
                {
                    var width = ((IntegerFieldClass)bit.Class).Size;
                    values.Add(bit.Name, (ulong)((octet >> taken) & ((1 << width) - 1)));
                    taken += width;
                }

                Assert.Equal(8, taken);
                rest = rest[1..];
                return values;
            case StructureFieldClass structure:
                var members = new Dictionary<string, object>();
                foreach (var member in structure.Members) members.Add(member.Name, ReadField(member.Class, members, ref rest));
                return members;
            case StringFieldClass:
                var end = rest.IndexOf((byte)0);
                var text = Encoding.Latin1.GetString(rest[..end]);
                rest = rest[(end + 1)..];
                return text;
            case StaticLengthStringFieldClass fixedText:
                var bytes = rest[..(int)fixedText.Length];
                rest = rest[bytes.Length..];
                var stop = bytes.IndexOf((byte)0);
                Assert.True(stop < 0 || bytes[stop..].IndexOfAnyExcept((byte)0) < 0, "bytes after the end of a text are not zero");
                return Encoding.Latin1.GetString(stop < 0 ? bytes : bytes[..stop]);
            case StaticArrayFieldClass array:
                return Elements(array.Element, array.Length, before, ref rest);
            case DynamicArrayFieldClass sequence:
                return Elements(sequence.Element, (ulong)before[sequence.Length.Path[^1]!], before, ref rest);
            default:
                throw new InvalidOperationException(type.GetType().Name);
        }
    }

    private static object[] Elements(FieldClass element, ulong count, Dictionary<string, object> before, ref ReadOnlySpan<byte> rest)
    {
        var elements = new object[count];
        for (var i = 0; i < elements.Length; i++) elements[i] = ReadField(element, before, ref rest);
        return elements;
    }
}
