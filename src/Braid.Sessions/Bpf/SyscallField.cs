using Braid.Ctf.Schema;

namespace Braid.Sessions.Bpf;

/// <summary>
/// A part of a system call's event record: what readers are told of it and what programs write, in one place. Programs are
/// shared by calls whose parts are alike, so <see cref="Shape"/> has all that the code depends on, and no names.
/// </summary>
internal abstract record SyscallField
{
    /// <summary>Describes the code: equal for fields with equal code.</summary>
    public abstract string Shape { get; }

    /// <summary>Bytes that it always has; null when that is known from the call only.</summary>
    public abstract int? Size { get; }

    /// <summary>Whether it reads the caller's memory, which may not be there.</summary>
    public virtual bool ReadsMemory => true;

    /// <summary>Adds the fields that readers see.</summary>
    public abstract void Describe(List<StructureMember> members);

    /// <summary>Adds the code that writes it.</summary>
    public abstract void Write(RecordWriter writer);
}
