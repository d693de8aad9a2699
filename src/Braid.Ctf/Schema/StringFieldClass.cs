namespace Braid.Ctf.Schema;

/// <summary>A string that a null character ends; byte-aligned.</summary>
public sealed class StringFieldClass : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment => 8;

    /// <summary>The encoding of the characters and of the null character.</summary>
    public StringEncoding Encoding { get; init; } = StringEncoding.Utf8;
}
