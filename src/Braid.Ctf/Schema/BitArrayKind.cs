namespace Braid.Ctf.Schema;

/// <summary>The meaning of a <see cref="BitArrayFieldClass"/>.</summary>
public enum BitArrayKind
{
    /// <summary>Anonymous bits.</summary>
    Bits,

    /// <summary>Bits with names.</summary>
    Map,

    /// <summary>True unless all bits are 0.</summary>
    Boolean,
}
