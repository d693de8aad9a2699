using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>
/// One data stream of a trace: the packets of one producer in order of time, which may lie in several files (tracefile
/// and session rotation). Immutable once its trace set is open.
/// </summary>
public sealed class DataStream
{
    internal DataStream(Trace trace, StreamLayout layout, ulong? id, string name)
    {
        Trace = trace;
        Layout = layout;
        Id = id;
        Name = name;
    }

    /// <summary>The trace that the stream belongs to.</summary>
    public Trace Trace { get; }

    /// <summary>The class of the stream.</summary>
    public StreamClass Class => Layout.Class;

    /// <summary>The stream instance id; null when packets do not name one.</summary>
    public ulong? Id { get; }

    /// <summary>The path of the first file.</summary>
    public string Name { get; }

    /// <summary>Packets found.</summary>
    public int PacketCount => Packets.Count;

    /// <summary>Bytes in the stream's files.</summary>
    public long Length => Files.Sum(static file => file.Length);

    /// <summary>The time of the first packet's begin in nanoseconds from the clock's origin; null when packets do not tell.</summary>
    public long? BeginNs => TimeOf(0, PacketFacts.Begin, static packet => packet.Begin);

    /// <summary>The time of the last packet's end in nanoseconds from the clock's origin; null when packets do not tell.</summary>
    public long? EndNs => TimeOf(Packets.Count - 1, PacketFacts.End, static packet => packet.End);

    /// <summary>Why a file could not be read to its end; null when all could.</summary>
    internal CtfException? Fault { get; set; }

    private long? TimeOf(int index, PacketFacts fact, Func<Packet, ulong> cycles) =>
        Class.DefaultClock is { } clock && index >= 0 && index < Packets.Count && (Packets[index].Facts & fact) != 0
            ? new ClockScale(clock).ToNanoseconds(cycles(Packets[index])) : null;

    internal StreamLayout Layout { get; }
    internal List<TraceFile> Files { get; } = [];
    internal List<Packet> Packets { get; } = [];

    /// <summary>The number that babeltrace2 shows: the id, or the count of streams of the class before this one.</summary>
    internal ulong Number { get; set; }
}
