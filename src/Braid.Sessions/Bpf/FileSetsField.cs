using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// The three sets of select(2), a bit for each descriptor below the first argument; empty when there is none, when it cannot
/// be read, when there are more than 1,024 descriptors, and on exit when none is ready.
/// </summary>
/// <param name="IsExit">Whether the call has changed them.</param>
internal sealed record FileSetsField(bool IsExit) : SyscallField
{
    /// <summary>__FD_SETSIZE in include/uapi/linux/posix_types.h: beyond, a set is longer than its type.</summary>
    public const int MaximumDescriptors = 1024;

    private static readonly string[] s_names = ["readfds", "writefds", "exceptfds"];

    public override string Shape => IsExit ? "sets*" : "sets";

    public override int? Size => null;

    public override void Describe(List<StructureMember> members)
    {
        foreach (var name in s_names)
        {
            members.Add(new($"_{name}_length", new IntegerFieldClass(8)));
            members.Add(new(name, new DynamicArrayFieldClass(new IntegerFieldClass(8) { Base = DisplayBase.Hexadecimal }, FieldLocation.Sibling($"_{name}_length"))));
        }
    }

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        var (none, some) = (code.NewLabel(), code.NewLabel());
        writer.CountInRegister();
        writer.LoadArgument(R9, 0);
        code.Apply32(Operation.Move, R9, R9);
        code.JumpIf(Condition.Greater, R9, MaximumDescriptors, none);
        if (IsExit)
        {
            writer.LoadArgument(R1, RecordWriter.Result);
            code.JumpIf(Condition.LessOrEqualSigned, R1, 0, none);
        }

        code.Apply(Operation.Add, R9, 7);
        code.Apply(Operation.ShiftRight, R9, 3);
        code.Jump(some);
        code.Bind(none);
        code.Set(R9, 0);
        code.Bind(some);
        for (var set = 0; set < s_names.Length; set++) WriteSet(writer, 1 + set);
    }

    private static void WriteSet(RecordWriter writer, int argument)
    {
        var code = writer.Code;
        var (isRead, empty, end) = (code.NewLabel(), code.NewLabel(), code.NewLabel());
        writer.LoadArgument(R3, argument);
        code.JumpIf(Condition.Equal, R3, 0, empty);
        writer.Position(R1);
        code.Apply(Operation.Add, R1, 1);
        code.Move(R2, R9);
        code.Call(Helper.ReadUser);
        code.JumpIf(Condition.Equal, R0, 0, isRead);
        writer.MarkUnread();
        code.Bind(empty);
        writer.Append(1, 0);
        writer.EndAlternative();
        code.Jump(end);
        code.Bind(isRead);
        writer.Append(1, R9);
        writer.EndAlternative();
        code.Apply(Operation.Add, R8, R9);
        code.Bind(end);
    }
}
