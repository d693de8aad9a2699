using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Braid.Ctf.Decoding;

/// <summary>Reads integers at any bit of memory. Callers have checked that <c>[position, position + size)</c> is readable.</summary>
internal static unsafe class Bits
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(byte* start, long position, Field field)
    {
        // In bounds: an aligned field reads its own bytes, no more.
        if (((position | (long)field.Size) & 7) == 0 && !field.IsReversed)
        {
            var at = start + (position >> 3);
            switch (field.Size)
            {
                case 8: return *at;
                case 16: return field.IsBigEndian ? BinaryPrimitives.ReverseEndianness(*(ushort*)at) : *(ushort*)at;
                case 32: return field.IsBigEndian ? BinaryPrimitives.ReverseEndianness(*(uint*)at) : *(uint*)at;
                case 64: return field.IsBigEndian ? BinaryPrimitives.ReverseEndianness(*(ulong*)at) : *(ulong*)at;
            }
        }

        return Walk(start, position, field.Size, field.IsBigEndian, field.IsReversed);
    }

    /// <summary>A little-endian integer of 8, 16, 32 or 64 bits at a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadPlain(byte* at, int size) => size switch
    {
        8 => *at,
        16 => *(ushort*)at,
        32 => *(uint*)at,
        _ => *(ulong*)at,
    };

    public static ulong Read(byte* start, long position, int size, bool bigEndian) => Walk(start, position, size, bigEndian, false);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SignExtend(ulong value, int size) => (long)(value << (64 - size)) >> (64 - size);

    /// <summary>
    /// Byte by byte: little-endian fields take the low bits of a byte first and grow upwards, big-endian ones take the high
    /// bits first and shift in from below. Touches only bytes that hold a bit of the field.
    /// </summary>
    private static ulong Walk(byte* start, long position, int size, bool bigEndian, bool reversed)
    {
        ulong value = 0;
        for (var done = 0; done < size;)
        {
            var inByte = (int)(position & 7);
            var take = Math.Min(8 - inByte, size - done);
            uint bits = start[position >> 3];
            if (bigEndian) value = (value << take) | ((bits >> (8 - inByte - take)) & ((1u << take) - 1));
            else value |= (ulong)((bits >> inByte) & ((1u << take) - 1)) << done;
            done += take;
            position += take;
        }

        if (!reversed) return value;
        ulong mirror = 0;
        for (var i = 0; i < size; i++) mirror |= ((value >> i) & 1) << (size - 1 - i);
        return mirror;
    }
}
