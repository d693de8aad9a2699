namespace Braid.Linux.Bpf;

/// <summary>Where a member of a structure is.</summary>
/// <param name="BitOffset">Bits from the start of the structure, through members without a name.</param>
/// <param name="BitSize">Bits of a bit field; 0 for a whole member.</param>
/// <param name="Type">The id of its type.</param>
public readonly record struct BtfMember(int BitOffset, int BitSize, int Type)
{
    /// <summary>Bytes from the start of the structure.</summary>
    public int Offset => BitOffset / 8;
}
