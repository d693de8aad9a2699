using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>1 when a 32-bit argument says that there is more than the record has, else 0.</summary>
/// <param name="Argument">The index of the argument.</param>
/// <param name="Limit">The most that the record has.</param>
internal sealed record OverflowField(int Argument, int Limit) : SyscallField
{
    public override string Shape => $"{Argument}>{Limit}";

    public override int? Size => 1;

    public override bool ReadsMemory => false;

    public override void Describe(List<StructureMember> members) => members.Add(new("overflow", new IntegerFieldClass(8)));

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        var isLess = code.NewLabel();
        writer.LoadArgument(R2, Argument);
        code.Apply32(Operation.Move, R2, R2);
        code.Set(R1, 0);
        code.JumpIf(Condition.LessOrEqual, R2, Limit, isLess);
        code.Set(R1, 1);
        code.Bind(isLess);
        writer.Append(1, R1);
    }
}
