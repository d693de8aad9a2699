namespace Braid.Ctf.Schema;

/// <summary>A field of a structure, named as a reader shows it (without the underscore that TSDL prepends).</summary>
public readonly record struct StructureMember(string Name, FieldClass Class);
