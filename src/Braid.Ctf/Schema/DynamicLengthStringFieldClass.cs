namespace Braid.Ctf.Schema;

/// <summary>
/// A string in as many bytes as an earlier field says, cut at its first null character. CTF 1.8: a sequence of 8-bit,
/// byte-aligned integers with an encoding.
/// </summary>
public sealed class DynamicLengthStringFieldClass(FieldLocation length) : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment => 8;

    /// <summary>Where the length in bytes stands.</summary>
    public FieldLocation Length { get; } = length;

    /// <summary>The encoding of the characters.</summary>
    public StringEncoding Encoding { get; init; } = StringEncoding.Utf8;
}
