using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Conversion;

/// <summary>
/// The packet headers, packet contexts and event headers of packets that are written anew: those of
/// <see cref="LttngLayout"/>, but only with what the source's packets have, and followed by the other fields of the
/// source's packet context.
/// </summary>
internal static class RewrittenHeads
{
    /// <summary>The parts of a packet context that the source may lack, in their order.</summary>
    private static readonly (string Name, FieldRoles Role)[] s_optional =
    [
        ("timestamp_begin", FieldRoles.DefaultClockTimestamp),
        ("timestamp_end", FieldRoles.PacketEndDefaultClockTimestamp),
        ("packet_seq_num", FieldRoles.PacketSequenceNumber),
        ("events_discarded", FieldRoles.DiscardedEventRecordCounterSnapshot),
    ];

    public static IntegerFieldClass ContentSize { get; } = new(64) { Roles = FieldRoles.PacketContentLength };

    public static IntegerFieldClass PacketSize { get; } = new(64) { Roles = FieldRoles.PacketTotalLength };

    public static StructureFieldClass PacketHeader(bool hasUuid) =>
        new([.. LttngLayout.PacketHeader.Members.Where(member => hasUuid || member.Name != "uuid")], 8);

    /// <summary>The members of a packet context that have no role.</summary>
    public static StructureFieldClass? Kept(StructureFieldClass? context) =>
        context is null ? null : new([.. context.Members.Where(static member => RoleOf(member.Class) == FieldRoles.None)]);

    public static StructureFieldClass PacketContext(StreamClass source, StructureFieldClass? kept)
    {
        var members = new List<StructureMember> { new(Unused("content_size", kept), ContentSize), new(Unused("packet_size", kept), PacketSize) };
        foreach (var (name, role) in s_optional)
        {
            if (Find(source.PacketContext, role) is not { } found) continue;
            var clock = role is FieldRoles.DefaultClockTimestamp or FieldRoles.PacketEndDefaultClockTimestamp ? source.DefaultClock : null;

            // A counter that wraps must go on to wrap at its width.
            var size = role == FieldRoles.DiscardedEventRecordCounterSnapshot && found is IntegerFieldClass counter ? counter.Size : 64;
            members.Add(new(Unused(name, kept), new IntegerFieldClass(size) { Roles = role, Clock = clock }));
        }

        if (kept is not null) members.AddRange(kept.Members);
        return new(members, 8);
    }

    /// <summary>With a clock, LTTng's large header; else the id alone, when there is one.</summary>
    public static StructureFieldClass? EventHeader(StreamClass source) =>
        source.DefaultClock is { } clock ? LttngLayout.EventHeader(clock)
        : source.Events.Count > 1 || source.EventHeader is not null
            ? new([new("id", new IntegerFieldClass(64) { Roles = FieldRoles.EventRecordClassId })], 8) : null;

    /// <summary>Whether a member of the rewritten context is the source's own.</summary>
    public static bool IsKept(FieldClass member) => RoleOf(member) == FieldRoles.None;

    public static FieldRoles RoleOf(FieldClass field) => field switch
    {
        IntegerFieldClass integer => integer.Roles,
        VariableLengthIntegerFieldClass integer => integer.Roles,
        _ => FieldRoles.None,
    };

    /// <summary>A field of the source may have the name of a part that it does not mean; CTF 1.8 writes parts by their role.</summary>
    private static string Unused(string name, StructureFieldClass? kept)
    {
        while (kept is not null && kept.Members.Any(member => member.Name == name)) name += "_";
        return name;
    }

    private static FieldClass? Find(StructureFieldClass? context, FieldRoles role)
    {
        foreach (var member in context?.Members ?? [])
        {
            if ((RoleOf(member.Class) & role) != 0) return member.Class;
        }

        return null;
    }
}
