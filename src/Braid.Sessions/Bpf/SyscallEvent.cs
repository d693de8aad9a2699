using Braid.Ctf.Schema;

namespace Braid.Sessions.Bpf;

/// <summary>The entry or the exit of a system call, as a trace has it.</summary>
/// <param name="Abi">Whose system call it is.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Name">The event's name, LTTng's.</param>
/// <param name="IsExit">Whether it is the exit.</param>
/// <param name="Fields">Its fields, in their order.</param>
internal sealed record SyscallEvent(SyscallAbi Abi, int Number, string Name, bool IsExit, IReadOnlyList<SyscallField> Fields)
{
    /// <summary>Its slot among the programs of its direction.</summary>
    public uint Slot => (uint)(Abi.NumberBase + Number);

    /// <summary>Equal for events that one program can write.</summary>
    public string Shape => $"{Abi.Prefix}{(IsExit ? "exit" : "entry")} {string.Join(' ', Fields.Select(static f => f.Shape))}";

    /// <summary>The event class for readers.</summary>
    public EventClass Describe()
    {
        var members = new List<StructureMember>();
        foreach (var field in Fields) field.Describe(members);
        return new() { Id = Abi.EventId(Number, IsExit), Name = Name, Payload = members.Count == 0 ? null : new StructureFieldClass(members, 8) };
    }
}
