using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>The bytes that the vector of readv(2) and its kind asks for, in sum; the number of its parts is an argument.</summary>
/// <param name="WordSize">Bytes of a pointer and of a length.</param>
internal sealed record IoVectorField(int WordSize) : ElementsField(Array: 1, Count: 2, IsExit: false)
{
    public override string Shape => $"vector{WordSize}";

    public override int? Size => 9;

    private int ElementSize => 2 * WordSize;

    public override void Describe(List<StructureMember> members)
    {
        members.Add(new("vec_bytes", new IntegerFieldClass(64)));
        new OverflowField(Count, Limit).Describe(members);
    }

    public override void Write(RecordWriter writer)
    {
        var code = writer.Code;
        Copy(writer, ElementSize);
        code.Set(R2, 0);
        ForEach(writer, ElementSize, () =>
        {
            code.Load(WordSize == 8 ? Width.Double : Width.Word, R1, R4, RecordWriter.CopyArea + WordSize);
            code.Apply(Operation.Add, R2, R1);
        });
        writer.Append(8, R2);
        new OverflowField(Count, Limit).Write(writer);
    }
}
