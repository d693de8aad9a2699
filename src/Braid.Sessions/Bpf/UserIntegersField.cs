using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>The ints that an argument points to; zeros when they cannot be read.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Argument">The index of the argument.</param>
/// <param name="Count">1, which is no array, or 2.</param>
internal sealed record UserIntegersField(string Name, int Argument, int Count = 1) : SyscallField
{
    private static readonly IntegerFieldClass s_int = new(32, signed: true);

    public override string Shape => $"{Argument}:{Count}int";

    public override int? Size => 4 * Count;

    public override void Describe(List<StructureMember> members) =>
        members.Add(new(Name, Count == 1 ? s_int : new StaticArrayFieldClass(s_int, (ulong)Count)));

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        var done = code.NewLabel();
        code.Store(Width.Double, Stack, RecordWriter.Temporary, 0);
        writer.LoadArgument(R3, Argument);
        code.JumpIf(Condition.Equal, R3, 0, done);
        code.Move(R1, Stack);
        code.Apply(Operation.Add, R1, RecordWriter.Temporary);
        code.Set(R2, 4 * Count);
        code.Call(Helper.ReadUser);
        code.JumpIf(Condition.Equal, R0, 0, done);
        writer.MarkUnread();
        code.Bind(done);
        code.Load(Count == 1 ? Width.Word : Width.Double, R1, Stack, RecordWriter.Temporary);
        writer.Append(4 * Count, R1);
    }
}
