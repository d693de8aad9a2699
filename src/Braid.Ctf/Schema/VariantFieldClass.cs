namespace Braid.Ctf.Schema;

/// <summary>One of several fields, chosen by the value of an earlier integer.</summary>
public sealed class VariantFieldClass(FieldLocation selector, IReadOnlyList<VariantOption> options) : FieldClass
{
    /// <summary>A variant itself needs no alignment; the chosen option does.</summary>
    public override int Alignment => 1;

    /// <summary>Where the selecting integer stands.</summary>
    public FieldLocation Selector { get; } = selector;

    /// <summary>The options; their ranges do not overlap.</summary>
    public IReadOnlyList<VariantOption> Options { get; } = options;
}
