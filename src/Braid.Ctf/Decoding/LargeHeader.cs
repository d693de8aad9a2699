using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>Recognises the event header of <see cref="LttngLayout"/>, for which cursors have a path without a plan.</summary>
internal static class LargeHeader
{
    public static bool Matches(StructureFieldClass? header, ClockClass? clock) =>
        clock is not null
        && header is { Alignment: 8, Members: [{ Class: IntegerFieldClass id }, { Class: VariantFieldClass variant }] }
        && IsPlain(id, 16)
        && variant.Options is
        [
            { Ranges: [{ Lower: 0, Upper: LttngLayout.ExtendedId - 1 }], Class: StructureFieldClass { Alignment: 8, Members: [{ Class: IntegerFieldClass compactTime }] } },
            { Ranges: [{ Lower: LttngLayout.ExtendedId, Upper: LttngLayout.ExtendedId }], Class: StructureFieldClass { Alignment: 8, Members: [{ Class: IntegerFieldClass longId }, { Class: IntegerFieldClass time }] } },
        ]
        && IsPlain(compactTime, 32) && compactTime.Roles == FieldRoles.DefaultClockTimestamp
        && IsPlain(longId, 32) && longId.Roles == FieldRoles.EventRecordClassId
        && IsPlain(time, 64) && time.Roles == FieldRoles.DefaultClockTimestamp;

    private static bool IsPlain(IntegerFieldClass integer, int size) =>
        integer.Size == size && integer is { IsSigned: false, Alignment: 8, ByteOrder: ByteOrder.LittleEndian, MostSignificantBitFirst: null };
}
