namespace Braid.Ctf.Schema;

/// <summary>
/// Where an earlier field stands that a length or a selector is read from. With an <see cref="Origin"/> the path starts at
/// that scope; without one it starts at the structure that contains the referring field and goes outwards, as in TSDL.
/// A null element of the path means "the parent structure" (CTF 2).
/// </summary>
public sealed record FieldLocation(FieldScope? Origin, IReadOnlyList<string?> Path)
{
    /// <summary>A sibling that precedes the referring field.</summary>
    public static FieldLocation Sibling(string name) => new(null, [name]);
}
