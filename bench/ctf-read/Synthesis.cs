using System.Buffers.Binary;
using System.Text;
using Braid.Ctf.Metadata;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Bench.CtfRead;

/// <summary>Writes a trace like a busy application's: two streams, two contexts, six event classes.</summary>
internal static class Synthesis
{
    private const int PacketSize = 256 << 10;

    public static void Write(string path, long events, bool isCtf2)
    {
        Directory.CreateDirectory(path);
        var clock = new ClockClass { Name = "monotonic", OffsetSeconds = 1_700_000_000, OriginIsUnixEpoch = true };
        var trace = new TraceClass { Version = isCtf2 ? CtfVersion.Ctf2 : CtfVersion.Ctf18, Uuid = new Guid("6b1d3c7e-64d1-4d0b-9d8a-3e9f6a0c1b22"), PacketHeader = LttngLayout.PacketHeader };
        trace.Environment.Add(new("hostname", "bench"));
        trace.Environment.Add(new("domain", "ust"));
        trace.Clocks.Add(clock);
        var stream = LttngLayout.StreamClass(clock, new([new("vpid", Int(32, signed: true)), new("vtid", Int(32, signed: true))]));
        trace.Streams.Add(stream);
        AddEvents(stream);
        using (var metadata = File.Create(Path.Combine(path, "metadata"))) MetadataWriter.Write(trace, metadata);
        for (var cpu = 0u; cpu < 2; cpu++) WriteStream(path, trace.Uuid.Value, cpu, events / 2);
    }

    private static IntegerFieldClass Int(int size, bool signed = false) => new(size, signed);

    private static void AddEvents(StreamClass stream)
    {
        void Add(ulong id, string name, params StructureMember[] members) =>
            stream.Events.Add(new() { Id = id, Name = name, LogLevel = 13, Payload = new(members) });
        Add(0, "app:ints", new("a", Int(32, true)), new("b", Int(64, true)), new("c", Int(32)));
        Add(1, "app:text", new("message", new StringFieldClass()), new("count", Int(32)));
        Add(2, "app:comm", new("comm", new StaticLengthStringFieldClass(16)), new("pid", Int(32, true)));
        Add(3, "app:sequence", new("_values_length", Int(16)), new("values", new DynamicArrayFieldClass(Int(32), FieldLocation.Sibling("_values_length"))));
        Add(4, "app:state", new("state", new IntegerFieldClass(8) { IsEnumeration = true, Mappings = [new("IDLE", 0), new("RUNNING", 1), new("BLOCKED", 2)] }), new("hex", new IntegerFieldClass(64) { Base = DisplayBase.Hexadecimal }));
        Add(5, "app:sample", new("value", new FloatFieldClass(64)), new("parts", new StaticArrayFieldClass(Int(16), 4)));
    }

    private static void WriteStream(string path, Guid uuid, uint cpu, long events)
    {
        using var writer = new StreamFileWriter(Path.Combine(path, $"channel0_{cpu}"), uuid, 0, cpu, cpu);
        var content = new byte[PacketSize];
        var time = 1000UL + cpu;
        var (begin, length) = (time, 0);
        for (long i = 0; i < events; i++)
        {
            if (length > PacketSize - 256)
            {
                writer.Write(new(begin, time, 0), content.AsSpan(0, length));
                (begin, length) = (time, 0);
            }

            time += 200 + (ulong)(i * 7919 % 613);
            length += Event(content.AsSpan(length), i, time);
        }

        writer.Write(new(begin, time, 0), content.AsSpan(0, length));
    }

    private static int Event(Span<byte> target, long i, ulong time)
    {
        var id = (ushort)(i % 6);
        BinaryPrimitives.WriteUInt16LittleEndian(target, id);
        BinaryPrimitives.WriteUInt32LittleEndian(target[2..], (uint)time);
        BinaryPrimitives.WriteInt32LittleEndian(target[6..], 4242);
        BinaryPrimitives.WriteInt32LittleEndian(target[10..], 4243);
        var at = 14;
        switch (id)
        {
            case 0:
                BinaryPrimitives.WriteInt32LittleEndian(target[at..], (int)i);
                BinaryPrimitives.WriteInt64LittleEndian(target[(at + 4)..], -i * 1000003);
                BinaryPrimitives.WriteUInt32LittleEndian(target[(at + 12)..], (uint)i);
                return at + 16;
            case 1:
                at += Encoding.ASCII.GetBytes("an order was placed\0", target[at..]);
                BinaryPrimitives.WriteUInt32LittleEndian(target[at..], (uint)i);
                return at + 4;
            case 2:
                "worker-thread\0\0\0"u8.CopyTo(target[at..]);
                BinaryPrimitives.WriteInt32LittleEndian(target[(at + 16)..], 4243);
                return at + 20;
            case 3:
                BinaryPrimitives.WriteUInt16LittleEndian(target[at..], 5);
                for (var k = 0; k < 5; k++) BinaryPrimitives.WriteUInt32LittleEndian(target[(at + 2 + (k * 4))..], (uint)(i + k));
                return at + 22;
            case 4:
                target[at] = (byte)(i % 3);
                BinaryPrimitives.WriteUInt64LittleEndian(target[(at + 1)..], 0xffff880000000000 + (ulong)i);
                return at + 9;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(target[at..], i * 0.25);
                for (var k = 0; k < 4; k++) BinaryPrimitives.WriteUInt16LittleEndian(target[(at + 8 + (k * 2))..], (ushort)(i + k));
                return at + 16;
        }
    }
}
