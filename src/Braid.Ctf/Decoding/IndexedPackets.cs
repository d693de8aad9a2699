using Braid.Ctf.Packets;

namespace Braid.Ctf.Decoding;

/// <summary>
/// The packets of a stream file as its index tells them, so that opening a trace need not read the head of each. An index is
/// believed when its entries follow one another without a gap, of one stream, within the file, and when the heads of some of
/// the packets, spread over the file, say the same; each other head is compared when its packet is read.
/// </summary>
internal sealed class IndexedPackets(Trace trace)
{
    /// <summary>Heads that are compared at once.</summary>
    private const int Samples = 64;

    private readonly EventCursor _cursor = new(trace.Layout);

    /// <summary>Why the last index was not used; null when it was or a trace has none.</summary>
    public string? Reason { get; private set; }

    /// <summary>The index of <paramref name="file"/>: in the folder beside it, as LTTng keeps it.</summary>
    public static string PathOf(TraceFile file) =>
        Path.Combine(Path.GetDirectoryName(file.Path)!, "index", Path.GetFileName(file.Path) + ".idx");

    /// <summary>The packets that the index tells, from the start of the file on; none when there is no index to rely on.</summary>
    public List<Packet> Read(TraceFile file, out StreamLayout? layout, out ulong? instance)
    {
        (layout, instance, Reason) = (null, null, null);
        var path = PathOf(file);
        if (!File.Exists(path))
        {
            if (Directory.Exists(Path.GetDirectoryName(path))) Reason = "there is none";
            return [];
        }

        try
        {
            if (PacketIndex.IsForerunner(path)) return [];
            var entries = PacketIndex.Read(path, out var isOld);
            if (Check(entries, file) is { } fault)
            {
                Reason = fault;
                return [];
            }

            return Compare(entries, isOld, file, out layout, out instance);
        }
        catch (CtfException fault)
        {
            Reason = fault.Fault;
            return [];
        }
    }

    /// <summary>What is wrong with the sizes and places of the entries; null for nothing.</summary>
    private static string? Check(IndexEntry[] entries, TraceFile file)
    {
        ulong end = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            if (entry.Offset != end) return $"entry {i} is of byte {entry.Offset}, expected {end}";
            if (entry.PacketSize == 0 || entry.PacketSize % 8 != 0 || entry.ContentSize > entry.PacketSize) return $"entry {i} has a packet of {entry.PacketSize} bits with a content of {entry.ContentSize} bits";
            if (entry.PacketSize / 8 > (ulong)file.Length - end) return $"entry {i} ends beyond the file";
            if (entry.StreamId != entries[0].StreamId || entry.StreamInstanceId != entries[0].StreamInstanceId) return $"entry {i} is of another stream";
            end += entry.PacketSize / 8;
        }

        return null;
    }

    private List<Packet> Compare(IndexEntry[] entries, bool isOld, TraceFile file, out StreamLayout? layout, out ulong? instance)
    {
        layout = null;
        instance = null;
        var packets = new List<Packet>(entries.Length);
        var facts = PacketFacts.None;
        var step = Math.Max(1, entries.Length / Samples);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var isSample = i % step == 0 || i == entries.Length - 1;
            if (!isSample)
            {
                packets.Add(PacketOf(entry, facts));
                continue;
            }

            if (_cursor.ReadHead(file, (long)entry.Offset, out var found, out var damage) is not { } head)
            {
                Reason = "entry " + i + " is of a packet that cannot be read: " + damage!.Fault;
                return [];
            }

            if (i == 0) (layout, instance, facts) = (found, _cursor.StreamInstanceId, head.Facts);

            // An old index lacks the packets' numbers, which tell of those that are lost.
            if (isOld && (facts & PacketFacts.Sequence) != 0) return [];
            var packet = PacketOf(entry, facts);
            var isSame = found == layout && layout!.Class.Id == entry.StreamId && _cursor.StreamInstanceId == instance
                && (isOld || instance is null || instance == entry.StreamInstanceId)
                && packet.Says(head);
            if (!isSame)
            {
                Reason = $"entry {i} does not say what its packet says";
                return [];
            }

            packets.Add(packet);
        }

        return packets;
    }

    private static Packet PacketOf(in IndexEntry entry, PacketFacts facts) => new()
    {
        Offset = (long)entry.Offset,
        TotalBits = (long)entry.PacketSize,
        ContentBits = (long)entry.ContentSize,
        Begin = (facts & PacketFacts.Begin) != 0 ? entry.TimestampBegin : 0,
        End = (facts & PacketFacts.End) != 0 ? entry.TimestampEnd : 0,
        Discarded = (facts & PacketFacts.Discarded) != 0 ? entry.EventsDiscarded : 0,
        Sequence = (facts & PacketFacts.Sequence) != 0 ? entry.PacketSequenceNumber : 0,
        Facts = facts | PacketFacts.Indexed,
    };
}
