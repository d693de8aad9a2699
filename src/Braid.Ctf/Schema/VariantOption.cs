namespace Braid.Ctf.Schema;

/// <summary>
/// An option of a variant: taken when the selector lies in <paramref name="Ranges"/> (for CTF 1.8: the ranges of the
/// enumeration label of the same name).
/// </summary>
public sealed record VariantOption(string Name, IReadOnlyList<IntegerRange> Ranges, FieldClass Class);
