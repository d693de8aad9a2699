using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// Tells apart what is empty from what was not in memory: bit n is set when the n-th of the fields that are read from the
/// caller's memory could not be. Ours, not LTTng's; the last field of events that have such fields.
/// </summary>
internal sealed record UnreadField : SyscallField
{
    public override string Shape => "unread";

    public override int? Size => 1;

    public override bool ReadsMemory => false;

    public override void Describe(List<StructureMember> members) => members.Add(new("unread", new IntegerFieldClass(8) { Base = DisplayBase.Hexadecimal }));

    public override void Write(RecordWriter writer)
    {
        writer.Code.Load(Width.Double, R1, Stack, RecordWriter.UnreadAt);
        writer.Append(1, R1);
    }
}
