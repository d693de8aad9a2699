namespace Braid.Ctf.Schema;

/// <summary>
/// A field that is there when an earlier one says so (CTF 2): when a boolean is true, or when an integer lies in
/// <paramref name="ranges"/> (null for a boolean).
/// </summary>
public sealed class OptionalFieldClass(FieldLocation selector, FieldClass content, IReadOnlyList<IntegerRange>? ranges = null) : FieldClass
{
    /// <summary>An optional field itself needs no alignment; its content does when present.</summary>
    public override int Alignment => 1;

    /// <summary>Where the boolean or integer stands.</summary>
    public FieldLocation Selector { get; } = selector;

    /// <summary>The field when present.</summary>
    public FieldClass Content { get; } = content;

    /// <summary>The values of the selector for which the field is present; null when the selector is a boolean.</summary>
    public IReadOnlyList<IntegerRange>? Ranges { get; } = ranges;
}
