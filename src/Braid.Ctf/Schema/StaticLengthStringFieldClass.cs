namespace Braid.Ctf.Schema;

/// <summary>
/// A string in a fixed number of bytes, cut at its first null character. CTF 1.8: an array of 8-bit, byte-aligned
/// integers with an encoding.
/// </summary>
public sealed class StaticLengthStringFieldClass(ulong length) : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment => 8;

    /// <summary>Length in bytes.</summary>
    public ulong Length { get; } = length;

    /// <summary>The encoding of the characters.</summary>
    public StringEncoding Encoding { get; init; } = StringEncoding.Utf8;
}
