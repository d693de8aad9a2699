using System.Buffers.Binary;
using System.Text;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Sessions.Tests.Rings;

/// <summary>An event record as read back.</summary>
internal sealed record Event(string Name, ulong Timestamp, int ThreadId, uint Cpu, Dictionary<string, object> Fields)
{
    public long this[string field] => Convert.ToInt64(Fields[field]);
}

/// <summary>A packet as read back.</summary>
internal sealed record Packet(ulong Sequence, ulong Begin, ulong End, ulong Discarded, List<Event> Events);

/// <summary>
/// A reader of stream files by the letter of <see cref="LttngLayout"/>, written apart from the recorder so that it can
/// disagree: it checks sizes, sequence numbers and the order of timestamps as it goes.
/// </summary>
internal static class StreamFile
{
    /// <summary>The events of a stream none of whose packets are missing.</summary>
    public static List<Event> Read(string path, TraceClass trace, bool threadId)
    {
        var packets = ReadPackets(path, trace, threadId);
        Assert.Equal(Enumerable.Range(0, packets.Count).Select(i => (ulong)i), packets.Select(p => p.Sequence));
        return [.. packets.SelectMany(p => p.Events)];
    }

    public static List<Packet> ReadPackets(string path, TraceClass trace, bool threadId)
    {
        var packets = new List<Packet>();
        var bytes = File.ReadAllBytes(path);
        var time = 0UL;
        var at = 0;
        while (at < bytes.Length)
        {
            var packet = bytes.AsSpan(at);
            if (!packet.ContainsAnyExcept((byte)0)) break; // the recorder was killed when it lengthened the file
            Assert.Equal(LttngLayout.Magic, BinaryPrimitives.ReadUInt32LittleEndian(packet));
            var begin = U64(packet[32..]);
            var end = U64(packet[40..]);
            var size = (int)(U64(packet[48..]) / 8);
            var sequence = U64(packet[64..]);
            Assert.True(packets.Count == 0 || sequence > packets[^1].Sequence, $"{path}: packet {sequence} after {packets.LastOrDefault()?.Sequence}");
            Assert.True(begin >= time && end >= begin, $"{path}: packet {sequence} from {begin} to {end} after {time}");
            time = begin;
            var cpu = BinaryPrimitives.ReadUInt32LittleEndian(packet[80..]);
            var events = new List<Event>();
            var cursor = new Cursor(packet[LttngLayout.PacketHeaderSize..size]);
            while (!cursor.IsAtEnd)
            {
                events.Add(ReadEvent(ref cursor, trace.Streams[0].Events, ref time, threadId, cpu));
                Assert.True(time <= end, $"{path}: event at {time} after the packet's end {end}");
            }

            packets.Add(new(sequence, begin, end, U64(packet[72..]), events));
            at += (int)(U64(packet[56..]) / 8);
        }

        return packets;
    }

    /// <summary>Events discarded as the last packet of the file tells.</summary>
    public static ulong Discarded(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var discarded = 0UL;
        for (var at = 0; at < bytes.Length; at += (int)(U64(bytes.AsSpan(at + 56)) / 8))
        {
            if (!bytes.AsSpan(at).ContainsAnyExcept((byte)0)) break;
            var now = U64(bytes.AsSpan(at + 72));
            Assert.True(now >= discarded);
            discarded = now;
        }

        return discarded;
    }

    private static Event ReadEvent(ref Cursor cursor, List<EventClass> classes, ref ulong time, bool threadId, uint cpu)
    {
        ulong id = BinaryPrimitives.ReadUInt16LittleEndian(cursor.Take(2));
        if (id == LttngLayout.ExtendedId)
        {
            id = BinaryPrimitives.ReadUInt32LittleEndian(cursor.Take(4));
            var full = U64(cursor.Take(8));
            Assert.True(full >= time);
            time = full;
        }
        else
        {
            time += unchecked(BinaryPrimitives.ReadUInt32LittleEndian(cursor.Take(4)) - (uint)time);
        }

        var thread = threadId ? BinaryPrimitives.ReadInt32LittleEndian(cursor.Take(4)) : 0;
        var type = classes.Single(c => c.Id == id);
        var fields = new Dictionary<string, object>();
        foreach (var member in type.Payload!.Members) fields[member.Name] = ReadField(ref cursor, member.Class, fields);
        return new(type.Name!, time, thread, cpu, fields);
    }

    private static object ReadField(ref Cursor cursor, FieldClass type, Dictionary<string, object> siblings)
    {
        switch (type)
        {
            case IntegerFieldClass integer:
                Span<byte> wide = stackalloc byte[8];
                var bytes = cursor.Take(integer.Size / 8);
                if (integer.IsSigned && bytes[^1] >= 128) wide.Fill(255);
                bytes.CopyTo(wide);
                return integer.IsSigned ? BinaryPrimitives.ReadInt64LittleEndian(wide) : BinaryPrimitives.ReadUInt64LittleEndian(wide);
            case FloatFieldClass { Size: 32 }:
                return BinaryPrimitives.ReadSingleLittleEndian(cursor.Take(4));
            case FloatFieldClass:
                return BinaryPrimitives.ReadDoubleLittleEndian(cursor.Take(8));
            case StringFieldClass:
                return Encoding.UTF8.GetString(cursor.TakeText());
            case StaticArrayFieldClass array:
                return ReadElements(ref cursor, array.Element, array.Length, siblings);
            case DynamicArrayFieldClass array:
                return ReadElements(ref cursor, array.Element, (ulong)siblings[array.Length.Path[0]!], siblings);
            case StructureFieldClass structure:
                var members = new Dictionary<string, object>();
                foreach (var member in structure.Members) members[member.Name] = ReadField(ref cursor, member.Class, members);
                return members;
            default:
                throw new InvalidOperationException(type.ToString());
        }
    }

    private static object[] ReadElements(ref Cursor cursor, FieldClass type, ulong count, Dictionary<string, object> siblings)
    {
        var elements = new object[count];
        for (var i = 0; i < elements.Length; i++) elements[i] = ReadField(ref cursor, type, siblings);
        return elements;
    }

    /// <summary>Bytes of the packets of the file, without the filler of a file that is still written.</summary>
    public static long ContentBytes(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var content = 0L;
        for (var at = 0; at < bytes.Length; at += (int)(U64(bytes.AsSpan(at + 56)) / 8))
        {
            if (U64(bytes.AsSpan(at + 48)) == U64(bytes.AsSpan(at + 56))) content += (long)U64(bytes.AsSpan(at + 48)) / 8;
        }

        return content;
    }

    private static ulong U64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    private ref struct Cursor(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public ReadOnlySpan<byte> Take(int count)
        {
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }

        public ReadOnlySpan<byte> TakeText()
        {
            var text = Take(_rest.IndexOf((byte)0));
            Take(1);
            return text;
        }
    }
}
