using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>Recognises the two event headers of LTTng, as little-endian machines write them.</summary>
internal static class LttngHeader
{
    /// <summary>The 5-bit id that announces the longer form of the compact header.</summary>
    public const uint CompactExtendedId = 31;

    /// <summary>Bytes of the compact header.</summary>
    public const int CompactSize = 4;

    /// <summary>Bytes of its longer form.</summary>
    public const int CompactExtendedSize = 13;

    public static LttngHeaderKind KindOf(StructureFieldClass? header, ClockClass? clock)
    {
        if (clock is null || header is not { Alignment: 8, Members: [{ Class: IntegerFieldClass id }, { Class: VariantFieldClass variant }] }) return LttngHeaderKind.None;
        if (IsPlain(id, 16, 8) && Matches(variant, Packets.LttngLayout.ExtendedId, 32, 8)) return LttngHeaderKind.Large;
        return IsPlain(id, 5, 1) && Matches(variant, CompactExtendedId, 27, 1) ? LttngHeaderKind.Compact : LttngHeaderKind.None;
    }

    private static bool Matches(VariantFieldClass variant, long extendedId, int timeSize, int timeAlignment) =>
        variant.Options is
        [
            { Ranges: [{ Lower: 0 } compactIds], Class: StructureFieldClass { Members: [{ Class: IntegerFieldClass compactTime }] } compact },
            { Ranges: [var extendedIds], Class: StructureFieldClass { Alignment: 8, Members: [{ Class: IntegerFieldClass longId }, { Class: IntegerFieldClass time }] } },
        ]
        && compactIds.Upper == extendedId - 1 && extendedIds == new IntegerRange(extendedId, extendedId) && compact.Alignment == timeAlignment
        && IsPlain(compactTime, timeSize, timeAlignment) && compactTime.Roles == FieldRoles.DefaultClockTimestamp
        && IsPlain(longId, 32, 8) && longId.Roles == FieldRoles.EventRecordClassId
        && IsPlain(time, 64, 8) && time.Roles == FieldRoles.DefaultClockTimestamp;

    private static bool IsPlain(IntegerFieldClass integer, int size, int alignment) =>
        integer.Size == size && integer.Alignment == alignment && integer is { IsSigned: false, ByteOrder: ByteOrder.LittleEndian, MostSignificantBitFirst: null };
}
