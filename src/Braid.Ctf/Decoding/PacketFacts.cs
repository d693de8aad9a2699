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

    /// <summary>Known from an index; its head is compared when it is read.</summary>
    Indexed = 32,

    /// <summary>Its times are not those of its head; see <see cref="PacketQuirks"/>.</summary>
    Mended = 64,
}
