namespace Braid.Ctf.Schema;

/// <summary>A fixed number of elements of one class.</summary>
public sealed class StaticArrayFieldClass(FieldClass element, ulong length, int minimumAlignment = 1) : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment { get; } = Math.Max(minimumAlignment, element.Alignment);

    /// <summary>The class of each element.</summary>
    public FieldClass Element { get; } = element;

    /// <summary>The number of elements.</summary>
    public ulong Length { get; } = length;

    /// <summary>The alignment that the metadata asks for, in bits (CTF 2).</summary>
    public int MinimumAlignment { get; } = minimumAlignment;

    /// <summary>What the field means to a decoder: a uuid may be an array of 16 bytes.</summary>
    public FieldRoles Roles { get; init; }
}
