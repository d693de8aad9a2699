using System.Runtime.CompilerServices;
using Braid.Ctf.Packets;

namespace Braid.Ctf.Decoding;

/// <summary>LTTng's event headers, and the short way through the events that nearly all its traces consist of.</summary>
public sealed unsafe partial class EventCursor
{
    /// <summary>
    /// Reads an event as nearly all are: with LTTng's large header in its compact form, a plan of simple steps, and in memory
    /// whole. For any other, and any damage, returns false and has changed nothing that matters. Where the next event is
    /// depends on this one, so what leads there comes first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadUsual()
    {
        const int headerBits = LttngLayout.CompactHeaderSize * 8;
        var start = _position;
        var bodyStart = ((start + 7) & ~7L) + headerBits;
        if (bodyStart > _end) return false;

        // In bounds: the header lies below the end.
        var at = _packet + (bodyStart >> 3) - LttngLayout.CompactHeaderSize;
        var usual = _layout!.Usual;
        uint id = *(ushort*)at;
        if (id >= (uint)usual.Length) return false;
        ref readonly var found = ref usual[id];
        var position = bodyStart + found.Bits;
        if (position > _end) return false;
        _segments[found.Segment] = bodyStart;
        if (found.HasRest)
        {
            position = RunUsual(_layout.Layouts[found.Index].BodyRest, bodyStart, position);
            if (position < 0) return false;
        }

        var low = *(uint*)(at + 2);
        var clock = _clock;
        (_headerStart, _position, _event) = (start, position, found.Index);
        clock = ((clock & ~(ulong)uint.MaxValue) | low) + (low < (uint)clock ? 1UL << 32 : 0);
        _clock = clock;
        SetTime(_scale.ToNanoseconds(clock));
        Kind = MessageKind.Event;
        return true;
    }

    /// <summary>
    /// Goes from <paramref name="at"/>, the end of the run that begins at <paramref name="start"/>, to the end of a plan of simple
    /// steps. -1 when the event does not fit; then only segments and registers have changed.
    /// </summary>
    private long RunUsual(PlanOperation[] operations, long start, long at)
    {
        foreach (ref readonly var operation in operations.AsSpan())
        {
            if (operation.Kind == PlanOperationKind.KeepPlain)
            {
                KeepPlain(operation.Field!, start);
                continue;
            }

            at = (at + operation.Alignment - 1) & -(long)operation.Alignment;
            _segments[operation.Segment] = at;
            if (operation.Kind == PlanOperationKind.Run)
            {
                start = at;
                at += operation.Bits;
            }
            else if (operation.Kind == PlanOperationKind.SkipString)
            {
                at = StringEnd(at);
                if (at < 0) return -1;
            }
            else
            {
                var count = (ulong)_registers[operation.Field!.LengthRegister];
                if (count > uint.MaxValue) return -1;
                at += (long)count * operation.Bits;
            }

            if (at > _end) return -1;
        }

        return at;
    }

    /// <summary>Reads the header of <see cref="LttngHeaderKind.Large"/> at <paramref name="position"/> and goes to its end; false when it does not fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadLargeHeader(ref long position, out ulong id)
    {
        position = (position + 7) & ~7L;

        // In bounds: the compact header lies below _end; the extended one is checked before its bytes are touched.
        var at = _packet + (position >> 3);
        var end = position + (LttngLayout.CompactHeaderSize * 8);
        id = 0;
        if (end > _end) return FaultShort(end - _position);
        id = *(ushort*)at;
        if (id != LttngLayout.ExtendedId) AdvanceClock(*(uint*)(at + 2), 32);
        else
        {
            end = position + (LttngLayout.ExtendedHeaderSize * 8);
            if (end > _end) return FaultShort(end - _position);
            id = *(uint*)(at + 2);
            _clock = *(ulong*)(at + 6);
        }

        position = end;
        return true;
    }

    /// <summary>The same for <see cref="LttngHeaderKind.Compact"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadCompactHeader(ref long position, out ulong id)
    {
        position = (position + 7) & ~7L;

        // In bounds: as for the large header.
        var at = _packet + (position >> 3);
        var end = position + (LttngHeader.CompactSize * 8);
        id = 0;
        if (end > _end) return FaultShort(end - _position);
        var word = *(uint*)at;
        id = word & LttngHeader.CompactExtendedId;
        if (id != LttngHeader.CompactExtendedId) AdvanceClock(word >> 5, 27);
        else
        {
            end = position + (LttngHeader.CompactExtendedSize * 8);
            if (end > _end) return FaultShort(end - _position);
            id = *(uint*)(at + 1);
            _clock = *(ulong*)(at + 5);
        }

        position = end;
        return true;
    }
}
