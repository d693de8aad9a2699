using Braid.Ctf.Schema;

namespace Braid.Sessions.Bpf;

/// <summary>A byte of which LTTng names the low bits, each a field of one bit.</summary>
internal static class EventBits
{
    /// <summary>Names the bits from the lowest on; the others are padding.</summary>
    public static StructureFieldClass Of(params string[] names) => new(
    [
        .. names.Select(static name => new StructureMember(name, new IntegerFieldClass(1, alignment: 1))),
        new("padding", new IntegerFieldClass(8 - names.Length, alignment: 1)),
    ]);
}
