namespace Braid.Ctf.Schema;

/// <summary>The order of the bytes of a fixed-length field.</summary>
public enum ByteOrder
{
    /// <summary>Least significant byte first.</summary>
    LittleEndian,

    /// <summary>Most significant byte first; TSDL also calls it <c>network</c>.</summary>
    BigEndian,
}
