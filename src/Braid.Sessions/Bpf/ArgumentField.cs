using Braid.Ctf.Schema;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>The low bytes of an argument, or of the result.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Argument">Its index, or <see cref="RecordWriter.Result"/>.</param>
/// <param name="Class">An integer of whole bytes.</param>
internal sealed record ArgumentField(string Name, int Argument, IntegerFieldClass Class) : SyscallField
{
    public override string Shape => $"{Argument}:{Class.Size}{(Class.IsSigned ? "s" : "u")}";

    public override int? Size => Class.Size / 8;

    public override bool ReadsMemory => false;

    public override void Describe(List<StructureMember> members) => members.Add(new(Name, Class));

    public override void Write(RecordWriter writer)
    {
        writer.LoadArgument(R1, Argument, Class.IsSigned);
        writer.Append(Class.Size / 8, R1);
    }
}
