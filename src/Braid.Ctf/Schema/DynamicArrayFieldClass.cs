namespace Braid.Ctf.Schema;

/// <summary>As many elements as an earlier field says. CTF 1.8: sequence.</summary>
public sealed class DynamicArrayFieldClass(FieldClass element, FieldLocation length, int minimumAlignment = 1) : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment { get; } = Math.Max(minimumAlignment, element.Alignment);

    /// <summary>The class of each element.</summary>
    public FieldClass Element { get; } = element;

    /// <summary>Where the number of elements stands.</summary>
    public FieldLocation Length { get; } = length;

    /// <summary>The alignment that the metadata asks for, in bits (CTF 2).</summary>
    public int MinimumAlignment { get; } = minimumAlignment;
}
