namespace Braid.Ctf.Decoding;

/// <summary>A packet of a stream, as its header and context tell. Bits count from the packet's start, times are in cycles.</summary>
internal record struct Packet
{
    /// <summary>Which of the stream's files holds it.</summary>
    public int File;

    /// <summary>Its first byte in the file.</summary>
    public long Offset;

    /// <summary>The whole packet; what follows starts there.</summary>
    public long TotalBits;

    /// <summary>Header, context and events; cut to what the file holds.</summary>
    public long ContentBits;

    public ulong Begin;
    public ulong End;
    public ulong Discarded;
    public ulong Sequence;
    public PacketFacts Facts;

    /// <summary>Whether the packet that an index tells is the one with this head.</summary>
    public readonly bool Says(in Packet head) =>
        TotalBits == head.TotalBits && ContentBits == head.ContentBits && (Facts & ~(PacketFacts.Indexed | PacketFacts.Mended)) == head.Facts
        && ((Facts & PacketFacts.Mended) != 0 || (Begin == head.Begin && End == head.End)) && Discarded == head.Discarded && Sequence == head.Sequence;
}
