using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>The event that epoll_ctl(2) is given; zeros when there is none or it cannot be read.</summary>
/// <param name="Argument">The index of the argument that points to it.</param>
internal sealed record EpollEventField(int Argument) : SyscallField
{
    public override string Shape => $"{Argument}:epoll";

    public override int? Size => EpollEvent.RecordSize;

    public override void Describe(List<StructureMember> members) => members.Add(new("event", EpollEvent.Class));

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        var done = code.NewLabel();
        code.Store(Width.Double, Stack, RecordWriter.Temporary, 0);
        code.Store(Width.Double, Stack, RecordWriter.Temporary + 8, 0);
        writer.LoadArgument(R3, Argument);
        code.JumpIf(Condition.Equal, R3, 0, done);
        code.Move(R1, Stack);
        code.Apply(Operation.Add, R1, RecordWriter.Temporary);
        code.Set(R2, EpollEvent.MemorySize);
        code.Call(Helper.ReadUser);
        code.JumpIf(Condition.Equal, R0, 0, done);
        writer.MarkUnread();
        code.Bind(done);
        EpollEvent.Append(writer, Stack, RecordWriter.Temporary);
    }
}
