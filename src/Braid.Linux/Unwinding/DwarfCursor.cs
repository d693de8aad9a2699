using System.Buffers.Binary;

namespace Braid.Linux.Unwinding;

/// <summary>Reads DWARF's numbers. What would be outside sets <see cref="IsBroken"/>, and is 0.</summary>
internal ref struct DwarfCursor(ReadOnlySpan<byte> bytes, int at)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes from the start.</summary>
    internal int At { get; private set; } = at;

    /// <summary>Whether more was read than there is.</summary>
    internal bool IsBroken { get; private set; } = (uint)at > (uint)bytes.Length;

    /// <summary>Whether there is more, and all was there so far.</summary>
    internal readonly bool HasMore => !IsBroken && At < _bytes.Length;

    internal byte Byte() => Take(1) is [var value] ? value : (byte)0;

    internal ushort UInt16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : (ushort)0;

    internal uint UInt32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32LittleEndian(b) : 0;

    internal ulong UInt64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64LittleEndian(b) : 0;

    /// <summary>LEB128, unsigned: seven bits a byte, the lowest first.</summary>
    internal ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if ((next & 0x80) == 0) return value;
        }

        IsBroken = true;
        return 0;
    }

    /// <summary>LEB128, signed: as unsigned, the highest bit of the last byte is the sign.</summary>
    internal long Signed()
    {
        var value = 0L;
        for (var shift = 0; shift < 64;)
        {
            var next = Byte();
            value |= (long)(next & 0x7f) << shift;
            shift += 7;
            if ((next & 0x80) == 0) return shift < 64 && (next & 0x40) != 0 ? value | (-1L << shift) : value;
        }

        IsBroken = true;
        return 0;
    }

    internal void Skip(ulong count) => Take(count > int.MaxValue ? int.MaxValue : (int)count);

    internal ReadOnlySpan<byte> Take(int count)
    {
        if (IsBroken || count < 0 || count > _bytes.Length - At)
        {
            IsBroken = true;
            return [];
        }

        var taken = _bytes.Slice(At, count);
        At += count;
        return taken;
    }

    /// <summary>
    /// A pointer as .eh_frame has it: the low four bits of the encoding are its form, the next three what it counts from.
    /// </summary>
    /// <param name="encoding">DW_EH_PE_*; indirect and aligned ones are not known here.</param>
    /// <param name="address">Where the first of all bytes is in memory.</param>
    /// <param name="data">What data-relative pointers count from.</param>
    internal ulong Pointer(byte encoding, ulong address, ulong data)
    {
        const byte relativeToPlace = 0x10, relativeToData = 0x30;
        var place = address + (ulong)At;
        var value = (encoding & 0x0f) switch
        {
            0x00 or 0x04 or 0x0c => UInt64(),
            0x01 => Unsigned(),
            0x02 => UInt16(),
            0x03 => UInt32(),
            0x09 => (ulong)Signed(),
            0x0a => (ulong)(short)UInt16(),
            0x0b => (ulong)(int)UInt32(),
            _ => Break(),
        };
        return (encoding & 0xf0) switch
        {
            0 => value,
            relativeToPlace => place + value,
            relativeToData => data + value,
            _ => Break(),
        };
    }

    private ulong Break()
    {
        IsBroken = true;
        return 0;
    }
}
