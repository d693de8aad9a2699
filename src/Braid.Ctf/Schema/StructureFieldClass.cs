namespace Braid.Ctf.Schema;

/// <summary>Named fields one after the other, each aligned as it asks.</summary>
public sealed class StructureFieldClass : FieldClass
{
    /// <summary>Makes a structure aligned to at least <paramref name="minimumAlignment"/> bits.</summary>
    public StructureFieldClass(IReadOnlyList<StructureMember> members, int minimumAlignment = 1)
    {
        Members = members;
        MinimumAlignment = minimumAlignment;
        foreach (var member in members) minimumAlignment = Math.Max(minimumAlignment, member.Class.Alignment);
        Alignment = minimumAlignment;
    }

    /// <summary>The largest of <see cref="MinimumAlignment"/> and the alignments of the members.</summary>
    public override int Alignment { get; }

    /// <summary>The alignment that the metadata asks for, in bits.</summary>
    public int MinimumAlignment { get; }

    /// <summary>The fields in the order in which they stand.</summary>
    public IReadOnlyList<StructureMember> Members { get; }
}
