using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// The structures that an argument points to, as many as another argument or the result says, but no more than
/// <see cref="Limit"/>. They are copied at once and then told one after the other.
/// </summary>
/// <param name="Array">The index of the argument that points to the first.</param>
/// <param name="Count">That of their number in memory.</param>
/// <param name="IsExit">Whether the call has filled them in: then there are only any when the result is positive.</param>
internal abstract record ElementsField(int Array, int Count, bool IsExit) : SyscallField
{
    /// <summary>
    /// The most elements that a record has. The verifier follows the loop over them step by step, which is what a recording
    /// of all system calls waits for when it starts.
    /// </summary>
    public const int Limit = 128;

    public override int? Size => null;

    /// <summary>
    /// Copies the elements: R9 = their number, at most <see cref="Limit"/>; 0 when they cannot be read. Spoils R0 to R5.
    /// </summary>
    protected void Copy(RecordWriter writer, int elementSize)
    {
        var code = writer.Code;
        var (none, fits, copied) = (code.NewLabel(), code.NewLabel(), code.NewLabel());
        if (IsExit)
        {
            writer.LoadArgument(R1, RecordWriter.Result);
            code.JumpIf(Condition.LessOrEqualSigned, R1, 0, none);
        }

        writer.LoadArgument(R9, Count);
        code.Apply32(Operation.Move, R9, R9);
        code.JumpIf(Condition.LessOrEqual, R9, Limit, fits);
        code.Set(R9, Limit);
        code.Bind(fits);
        code.Move(R1, R7);
        code.Apply(Operation.Add, R1, RecordWriter.CopyArea);
        code.Move(R2, R9);
        code.Apply(Operation.Multiply, R2, elementSize);
        writer.LoadArgument(R3, Array);
        code.JumpIf(Condition.Equal, R3, 0, none);
        code.Call(Helper.ReadUser);
        code.JumpIf(Condition.Equal, R0, 0, copied);
        writer.MarkUnread();
        code.Bind(none);
        code.Set(R9, 0);
        code.Bind(copied);
    }

    /// <summary>
    /// Writes a loop over the R9 elements that <see cref="Copy"/> left: <paramref name="body"/> is to use R4, the element's
    /// address less <see cref="RecordWriter.CopyArea"/>, R0, R1 and R5.
    /// </summary>
    protected static void ForEach(RecordWriter writer, int elementSize, Action body)
    {
        var code = writer.Code;
        var (more, end) = (code.NewLabel(), code.NewLabel());
        code.Set(R3, 0);
        code.Bind(more);
        code.JumpIf(Condition.GreaterOrEqual, R3, R9, end);
        code.Move(R1, R3);
        code.Apply(Operation.Multiply, R1, elementSize);
        code.Move(R4, R7);
        code.Apply(Operation.Add, R4, R1);
        body();
        code.Apply(Operation.Add, R3, 1);
        code.JumpIf(Condition.Less, R3, Limit, more);
        code.Bind(end);
    }
}
