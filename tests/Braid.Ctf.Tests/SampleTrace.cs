using System.Buffers.Binary;
using System.Text;
using Braid.Ctf.Metadata;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Tests;

/// <summary>A trace as Braid writes it, with every kind of field that its sources map to.</summary>
internal static class SampleTrace
{
    public static Guid Uuid { get; } = new("2f0b3d1e-6a52-4a0b-9f7c-0a4a2f1d9b10");

    public static TraceClass Class(CtfVersion version, Guid? uuid = null, long offsetCycles = 123)
    {
        var clock = new ClockClass
        {
            Name = "monotonic", Uuid = new Guid("11111111-2222-3333-4444-555555555555"), Description = "Clock \"of\" the host",
            OffsetSeconds = 1_700_000_000, OffsetCycles = offsetCycles, OriginIsUnixEpoch = true,
        };
        var trace = new TraceClass { Version = version, Uuid = uuid ?? Uuid, PacketHeader = LttngLayout.PacketHeader };
        trace.Environment.Add(new("hostname", "a \"quoted\" \\ name"));
        trace.Environment.Add(new("domain", "kernel"));
        trace.Environment.Add(new("tracer_major", 2));
        trace.Clocks.Add(clock);
        var stream = LttngLayout.StreamClass(clock, new([new("vpid", new IntegerFieldClass(32, signed: true)), new("procname", new StaticLengthStringFieldClass(16))]));
        stream.Events.Add(new()
        {
            Id = 0, Name = "sched_switch", Payload = new(
            [
                new("prev_comm", new StaticLengthStringFieldClass(16)),
                new("prev_tid", new IntegerFieldClass(32, signed: true)),
                new("prev_state", new IntegerFieldClass(64, signed: true) { IsEnumeration = true, Mappings = [new("TASK_RUNNING", 0), new("TASK_\"X\"", [new(1, 3)]), new("NEGATIVE", -5)] }),
            ]),
        });
        stream.Events.Add(new()
        {
            Id = 1, Name = "shop:order_placed", LogLevel = 6, EmfUri = "http://example.org/?a=\"b\"", Payload = new(
            [
                new("_name_length", new IntegerFieldClass(16)),
                new("name", new DynamicLengthStringFieldClass(FieldLocation.Sibling("_name_length"))),
                new("event", new StringFieldClass()),
                new("address", new IntegerFieldClass(64) { Base = DisplayBase.Hexadecimal }),
                new("_ids_length", new IntegerFieldClass(32)),
                new("ids", new DynamicArrayFieldClass(new IntegerFieldClass(32), FieldLocation.Sibling("_ids_length"))),
                new("price", new FloatFieldClass(64)),
                new("ratio", new FloatFieldClass(32)),
                new("parts", new StaticArrayFieldClass(new IntegerFieldClass(8), 2)),
                new("inner", new StructureFieldClass([new("octal", new IntegerFieldClass(16) { Base = DisplayBase.Octal })])),
            ]),
        });
        stream.Events.Add(new() { Id = 70000, Name = "empty" });
        trace.Streams.Add(stream);
        return trace;
    }

    /// <summary>Writes the trace with two streams, a loss and both kinds of event header.</summary>
    public static void Write(string path, CtfVersion version, Guid? uuid = null, long offsetCycles = 123)
    {
        Directory.CreateDirectory(path);
        using (var metadata = File.Create(Path.Combine(path, "metadata"))) MetadataWriter.Write(Class(version, uuid, offsetCycles), metadata);
        for (var cpu = 0u; cpu < 2; cpu++)
        {
            using var writer = new StreamFileWriter(Path.Combine(path, $"channel0_{cpu}"), uuid ?? Uuid, 0, cpu, cpu);
            writer.Write(new(1000, 1100, 0), Content(1000UL + cpu));
            writer.Write(new(1_000_000_000_000, 1_000_000_000_500, 3), Content(1_000_000_000_000UL + cpu));
            writer.Write(new(1_000_000_000_500, 1_000_000_000_600, 3), default);
        }
    }

    private static byte[] Content(ulong time)
    {
        var bytes = new MemoryStream();
        void Put(ulong value, int size)
        {
            Span<byte> buffer = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, value);
            bytes.Write(buffer[..size]);
        }

        void Text(string text, int size) => bytes.Write(Encoding.UTF8.GetBytes(text.PadRight(size, '\0')));
        void Context()
        {
            Put(42, 4);
            Text("bash", 16);
        }

        Put(0, 2);
        Put(time & 0xffffffff, 4);
        Context();
        Text("swapper/0", 16);
        Put(ulong.MaxValue, 4);
        Put(2, 8);
        Put(1, 2);
        Put((time + 5) & 0xffffffff, 4);
        Context();
        Put(5, 2);
        Text("caf\u00e9", 0);
        Text("why?\n", 6);
        Put(0xffff_8000_dead_beef, 8);
        Put(2, 4);
        Put(7, 4);
        Put(8, 4);
        Put(BitConverter.DoubleToUInt64Bits(0.1), 8);
        Put(BitConverter.SingleToUInt32Bits(1e10f), 4);
        Put(0x0201, 2);
        Put(8, 2);
        Put(65535, 2);
        Put(70000, 4);
        Put(time + 9, 8);
        Context();
        return bytes.ToArray();
    }
}
