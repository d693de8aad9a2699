namespace Braid.Script.Bpf;

/// <summary>How many bytes an access to memory moves; the values are the instruction's size bits.</summary>
public enum Width : byte
{
    /// <summary>4 bytes.</summary>
    Word = 0x00,

    /// <summary>2 bytes.</summary>
    Half = 0x08,

    /// <summary>1 byte.</summary>
    Byte = 0x10,

    /// <summary>8 bytes.</summary>
    Double = 0x18,
}
