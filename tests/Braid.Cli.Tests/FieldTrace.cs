using System.Buffers.Binary;
using System.Text;
using Braid.Ctf.Metadata;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Cli.Tests;

/// <summary>A trace made byte by byte, so that tests know every value: integers, strings, arrays, structures, an enumeration.</summary>
internal sealed class FieldTrace
{
    private static readonly Guid s_uuid = new("5c1f7e52-0d0a-4b39-8f0c-2f4d0d6f0001");

    private readonly MemoryStream _content = new();
    private uint _time;

    /// <summary>The values of the events, by the names a filter uses.</summary>
    public List<Dictionary<string, object>> Rows { get; } = [];

    /// <summary>Adds an event; its time is its number in nanoseconds, from 1 on.</summary>
    public void Add(long vtid, long small, ulong big, double real, string text, uint[] items, long inner)
    {
        Put(0, 2);
        Put(++_time, 4);
        Put((ulong)vtid, 4);
        Put((ulong)small, 4);
        Put(big, 8);
        Put(BitConverter.DoubleToUInt64Bits(real), 8);
        _content.Write([.. Encoding.Latin1.GetBytes(text), 0]);
        Put((ulong)items.Length, 2);
        foreach (var item in items) Put(item, 4);
        Put((ulong)inner, 8);
        Put((ulong)small & 3, 1);
        var row = new Dictionary<string, object>
        {
            ["$ctx.vtid"] = vtid, ["small"] = small, ["big"] = (long)big, ["real"] = real, ["text"] = text, ["s.inner"] = inner, ["state"] = small & 3,
        };
        for (var i = 0; i < items.Length; i++) row[$"items[{i}]"] = (long)items[i];
        Rows.Add(row);
    }

    /// <summary>Writes the trace to a new directory; with more packets, each has all the events, 2^32 ns after the one before.</summary>
    public void Write(string directory, int packets = 1)
    {
        Directory.CreateDirectory(directory);
        var clock = new ClockClass { Name = "monotonic", OriginIsUnixEpoch = true };
        var trace = new TraceClass { Version = CtfVersion.Ctf18, Uuid = s_uuid, PacketHeader = LttngLayout.PacketHeader };
        trace.Environment.Add(new("hostname", "a \"host\", quoted"));
        trace.Environment.Add(new("domain", "ust"));
        trace.Clocks.Add(clock);
        var stream = LttngLayout.StreamClass(clock, new([new("vtid", new IntegerFieldClass(32, signed: true))]));
        stream.Events.Add(new()
        {
            Id = 0, Name = "app:row", Payload = new(
            [
                new("small", new IntegerFieldClass(32, signed: true)),
                new("big", new IntegerFieldClass(64)),
                new("real", new FloatFieldClass(64)),
                new("text", new StringFieldClass()),
                new("_items_length", new IntegerFieldClass(16)),
                new("items", new DynamicArrayFieldClass(new IntegerFieldClass(32), FieldLocation.Sibling("_items_length"))),
                new("s", new StructureFieldClass([new("inner", new IntegerFieldClass(64, signed: true))])),
                new("state", new IntegerFieldClass(8) { IsEnumeration = true, Mappings = [new("ZERO", 0), new("LOW", [new(0, 1)]), new("TWO, \"2\"", 2)] }),
            ]),
        });
        stream.Events.Add(new() { Id = 1, Name = "app:never", Payload = new([new("other", new IntegerFieldClass(8))]) });
        trace.Streams.Add(stream);
        using (var metadata = File.Create(Path.Combine(directory, "metadata"))) MetadataWriter.Write(trace, metadata);
        using var writer = new StreamFileWriter(Path.Combine(directory, "channel0_0"), s_uuid, 0, 0, 3);
        var content = _content.ToArray();
        for (var i = 0; i < packets; i++) writer.Write(new(((ulong)i << 32) + 1, ((ulong)i << 32) + _time, 0), content);
    }

    private void Put(ulong value, int size)
    {
        Span<byte> buffer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(buffer, value);
        _content.Write(buffer[..size]);
    }
}
