namespace Braid.Ctf.Decoding;

/// <summary>What a packet says about itself.</summary>
[Flags]
internal enum PacketFacts
{
    None = 0,
    Begin = 1,
    End = 2,
    Discarded = 4,
    Sequence = 8,

    /// <summary>The file ends before the packet does.</summary>
    Cut = 16,
}
