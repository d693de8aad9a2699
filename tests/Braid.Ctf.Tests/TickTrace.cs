using System.Buffers.Binary;
using System.Globalization;
using Braid.Ctf.Packets;

namespace Braid.Ctf.Tests;

/// <summary>A packet of a <see cref="TickTrace"/>: its times, the times of its events, and what its context says.</summary>
internal sealed record TickPacket(ulong Begin, ulong End, ulong[] Events, ulong Discarded = 0, ulong Sequence = 0, ulong Stream = 0);

/// <summary>
/// Traces of one event <c>tick { n }</c> whose packets say whatever a test wants: in the layout of LTTng but for the event
/// header, which is a 64-bit time in nanoseconds; the counter of discarded events may be narrow.
/// </summary>
internal static class TickTrace
{
    public static Guid Uuid { get; } = new("d1d0b1c2-8b63-4f5e-9b5a-0123456789ab");

    public static void WriteMetadata(string path, string environment = "", int counterBits = 64, Guid? uuid = null)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "metadata"), $$"""
            /* CTF 1.8 */
            typealias integer { size = 8; align = 8; signed = false; } := uint8_t;
            typealias integer { size = 32; align = 8; signed = false; } := uint32_t;
            typealias integer { size = 64; align = 8; signed = false; } := uint64_t;
            typealias integer { size = {{counterBits}}; align = 8; signed = false; } := counter_t;
            trace {
                major = 1; minor = 8; uuid = "{{uuid ?? Uuid}}"; byte_order = le;
                packet.header := struct { uint32_t magic; uint8_t uuid[16]; uint32_t stream_id; uint64_t stream_instance_id; };
            };
            env { hostname = "host"; {{environment}} };
            clock { name = monotonic; freq = 1000000000; offset = 0; };
            typealias integer { size = 64; align = 8; signed = false; map = clock.monotonic.value; } := time_t;
            stream {
                id = 0;
                event.header := struct { time_t timestamp; };
                packet.context := struct {
                    time_t timestamp_begin; time_t timestamp_end; uint64_t content_size; uint64_t packet_size;
                    uint64_t packet_seq_num; counter_t events_discarded; uint32_t cpu_id;
                };
            };
            event { name = "tick"; id = 0; stream_id = 0; fields := struct { uint32_t n; }; };

            """);
    }

    /// <summary>Writes a stream file of these packets; with <paramref name="hasIndex"/>, its index too.</summary>
    public static void Write(string file, IEnumerable<TickPacket> packets, bool hasIndex = false, int counterBits = 64, Guid? uuid = null)
    {
        using var data = File.Create(file);
        var entries = new List<IndexEntry>();
        foreach (var packet in packets)
        {
            var bytes = Bytes(packet, counterBits, uuid ?? Uuid);
            var bits = (ulong)bytes.Length * 8;
            entries.Add(new((ulong)data.Position, bits, bits, packet.Begin, packet.End, packet.Discarded, 0, packet.Stream, packet.Sequence));
            data.Write(bytes);
        }

        if (hasIndex) WriteIndex(file, entries);
    }

    public static void WriteIndex(string file, IReadOnlyList<IndexEntry> entries)
    {
        var bytes = new byte[IndexEntry.FileHeaderSize + (IndexEntry.Size * entries.Count)];
        IndexEntry.WriteFileHeader(bytes);
        for (var i = 0; i < entries.Count; i++) entries[i].Write(bytes.AsSpan(IndexEntry.FileHeaderSize + (i * IndexEntry.Size)));
        var directory = Path.Combine(Path.GetDirectoryName(file)!, "index");
        Directory.CreateDirectory(directory);
        File.WriteAllBytes(Path.Combine(directory, Path.GetFileName(file) + ".idx"), bytes);
    }

    public static string Environment(string tracer, int major, int minor, int patch) => string.Create(
        CultureInfo.InvariantCulture, $"domain = \"ust\"; tracer_name = \"{tracer}\"; tracer_major = {major}; tracer_minor = {minor}; tracer_patch = {patch};");

    private static byte[] Bytes(TickPacket packet, int counterBits, Guid uuid)
    {
        var size = 32 + 40 + (counterBits / 8) + 4 + (packet.Events.Length * 12);
        var bytes = new byte[size];
        var at = 0;
        Put(LttngLayout.Magic, 4);
        uuid.TryWriteBytes(bytes.AsSpan(at), bigEndian: true, out _);
        at += 16;
        Put(0, 4);
        Put(packet.Stream, 8);
        Put(packet.Begin, 8);
        Put(packet.End, 8);
        Put((ulong)size * 8, 8);
        Put((ulong)size * 8, 8);
        Put(packet.Sequence, 8);
        Put(packet.Discarded, counterBits / 8);
        Put(packet.Stream, 4);
        foreach (var time in packet.Events)
        {
            Put(time, 8);
            Put(time, 4);
        }

        return bytes;

        void Put(ulong value, int length)
        {
            Span<byte> whole = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(whole, value);
            whole[..length].CopyTo(bytes.AsSpan(at));
            at += length;
        }
    }
}
