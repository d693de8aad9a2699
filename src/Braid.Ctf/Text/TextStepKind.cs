namespace Braid.Ctf.Text;

internal enum TextStepKind : byte
{
    /// <summary>Nothing: the end.</summary>
    End,

    /// <summary>The packet context, which is printed once for all events of a packet.</summary>
    PacketContext,

    /// <summary>A decimal unsigned integer, little-endian, of whole bytes.</summary>
    Unsigned,

    /// <summary>A decimal signed integer, little-endian, of whole bytes.</summary>
    Signed,

    /// <summary>A null-terminated string of one-byte characters.</summary>
    String,

    /// <summary>Any other field, as <see cref="FieldText"/> prints it.</summary>
    Other,
}
