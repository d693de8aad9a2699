using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// The descriptors of poll(2) with what is asked of each; on exit those of which there is something to tell, with that.
/// </summary>
/// <param name="IsExit">Whether it is the answer.</param>
/// <param name="HasOverflow">Whether a field tells that there are more than <see cref="ElementsField.Limit"/>.</param>
internal sealed record PollField(bool IsExit, bool HasOverflow) : ElementsField(Array: 0, Count: 1, IsExit)
{
    /// <summary>sizeof(struct pollfd); where its events and revents begin, in bits.</summary>
    private const int ElementSize = 8, EventsBits = 32, AnswerBits = 48;

    /// <summary>Its bytes in the record.</summary>
    private const int RecordSize = 7;

    private static readonly StructureFieldClass s_descriptor = new(
    [
        new("fd", new IntegerFieldClass(32, signed: true)),
        new("raw_events", new IntegerFieldClass(16) { Base = DisplayBase.Hexadecimal }),
        new("events", EventBits.Of("POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP")),
    ], 8);

    public override string Shape => $"poll{(IsExit ? "*" : "")}{(HasOverflow ? "+" : "")}";

    public override void Describe(List<StructureMember> members)
    {
        members.Add(new("fds_length", new IntegerFieldClass(32)));
        if (HasOverflow) new OverflowField(Count, Limit).Describe(members);
        members.Add(new("fds", new DynamicArrayFieldClass(s_descriptor, FieldLocation.Sibling("fds_length"))));
    }

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        var lengthAt = writer.Known;
        writer.Append(4, 0);
        if (HasOverflow) new OverflowField(Count, Limit).Write(writer);
        writer.CountInRegister();
        Copy(writer, ElementSize);
        code.Set(R2, 0);
        ForEach(writer, ElementSize, () =>
        {
            code.Load(Width.Double, R1, R4, RecordWriter.CopyArea);
            code.Move(R0, R1);
            code.Apply(Operation.ShiftRight, R0, IsExit ? AnswerBits : EventsBits);
            code.Apply(Operation.And, R0, 0xFFFF);
            writer.Append(4, R1);
            writer.Append(2, R0);
            writer.Append(1, R0);
            if (!IsExit)
            {
                writer.EndAlternative();
                code.Apply(Operation.Add, R2, 1);
                return;
            }

            // Those with nothing to tell are written over by the next. Not by a jump: the verifier would follow all the ways
            // through the loop. R1 = 1 when there is something, else 0.
            code.Set(R1, 0);
            code.Apply(Operation.Subtract, R1, R0);
            code.Apply(Operation.ShiftRight, R1, 63);
            code.Apply(Operation.And, R1, 1);
            code.Apply(Operation.Add, R2, R1);
            code.Apply(Operation.Multiply, R1, RecordSize);
            writer.EndOptional(R1);
        });
        code.Store(Width.Word, R7, lengthAt, R2);
    }
}
