using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// The text that an argument points to, cut after <see cref="MaximumSize"/> bytes; empty when it cannot be read, as in LTTng.
/// </summary>
/// <param name="Name">The field's name.</param>
/// <param name="Argument">The index of the argument.</param>
internal sealed record TextField(string Name, int Argument) : SyscallField
{
    /// <summary>Bytes with the null character: PATH_MAX, which no path that the kernel takes is longer than.</summary>
    public const int MaximumSize = 4096;

    public override string Shape => $"{Argument}:text";

    public override int? Size => null;

    public override void Describe(List<StructureMember> members) => members.Add(new(Name, new StringFieldClass()));

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        var (isRead, isNull) = (code.NewLabel(), code.NewLabel());
        writer.LoadArgument(R9, Argument);
        writer.Position(R1);
        code.Set(R2, MaximumSize);
        code.Move(R3, R9);
        code.Call(Helper.ReadUserText);
        code.JumpIf(Condition.GreaterSigned, R0, 0, isRead);
        writer.Position(R1);
        code.Store(Width.Byte, R1, 0, 0);
        code.JumpIf(Condition.Equal, R9, 0, isNull);
        writer.MarkUnread();
        code.Bind(isNull);
        code.Set(R0, 1);
        code.Bind(isRead);
        writer.Advance(R0);
    }
}
