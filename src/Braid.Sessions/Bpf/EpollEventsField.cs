using Braid.Ctf.Schema;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>The events that epoll_wait(2) has returned.</summary>
internal sealed record EpollEventsField() : ElementsField(Array: 1, Count: RecordWriter.Result, IsExit: true)
{
    public override string Shape => "epolls";

    public override void Describe(List<StructureMember> members)
    {
        members.Add(new("fds_length", new IntegerFieldClass(32)));
        members.Add(new("overflow", new IntegerFieldClass(8)));
        members.Add(new("fds", new DynamicArrayFieldClass(EpollEvent.Class, FieldLocation.Sibling("fds_length"))));
    }

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        Copy(writer, EpollEvent.MemorySize);
        writer.Append(4, R9);
        WriteOverflow(writer);
        writer.CountInRegister();
        ForEach(writer, EpollEvent.MemorySize, () =>
        {
            EpollEvent.Append(writer, R4, RecordWriter.CopyArea);
            writer.EndAlternative();
        });
    }

    /// <summary>An error is no number of events.</summary>
    private static void WriteOverflow(RecordWriter writer)
    {
        var code = writer.Code;
        var fits = code.NewLabel();
        writer.LoadArgument(R2, RecordWriter.Result);
        code.Set(R1, 0);
        code.JumpIf(Script.Bpf.Condition.LessOrEqualSigned, R2, Limit, fits);
        code.Set(R1, 1);
        code.Bind(fits);
        writer.Append(1, R1);
    }
}
