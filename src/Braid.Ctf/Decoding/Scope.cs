namespace Braid.Ctf.Decoding;

/// <summary>The plan of one of the six structures of a packet or an event.</summary>
internal sealed class Scope(Field root, PlanOperation[] operations)
{
    public Field Root { get; } = root;
    public PlanOperation[] Operations { get; } = operations;
}
