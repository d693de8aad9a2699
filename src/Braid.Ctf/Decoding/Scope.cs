namespace Braid.Ctf.Decoding;

/// <summary>The plan of one of the six structures of a packet or an event.</summary>
internal sealed class Scope
{
    public Scope(Field root, PlanOperation[] operations)
    {
        Root = root;
        Operations = operations;
        if (operations is [{ Kind: PlanOperationKind.Run } run] && run.Bits % 8 == 0) (IsOneRun, Segment, Alignment, Bits) = (true, run.Segment, run.Alignment, run.Bits);
    }

    public Field Root { get; }
    public PlanOperation[] Operations { get; }

    /// <summary>The plan is one run of whole bytes, which a cursor passes over without looking at operations.</summary>
    public bool IsOneRun { get; }

    public int Segment { get; }
    public int Alignment { get; }
    public long Bits { get; }
}
