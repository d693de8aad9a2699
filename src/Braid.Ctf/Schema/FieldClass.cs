namespace Braid.Ctf.Schema;

/// <summary>
/// The layout of one field. A class is immutable once it is part of a <see cref="TraceClass"/>, may be used in several
/// places and says nothing of its name: names belong to the members of structures and the options of variants.
/// </summary>
public abstract class FieldClass
{
    /// <summary>
    /// The alignment of the first bit, in bits from the start of the packet: a power of two. What stands between the end
    /// of the previous field and here is padding.
    /// </summary>
    public abstract int Alignment { get; }
}
