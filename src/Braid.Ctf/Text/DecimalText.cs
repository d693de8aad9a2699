using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Braid.Ctf.Text;

/// <summary>Decimal digits, two at a time. Each method writes at most 20 digits and a sign and returns the end; callers have the room.</summary>
internal static unsafe class DecimalText
{
    /// <summary>"00" to "99".</summary>
    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    private static ReadOnlySpan<ulong> PowersOf10 =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Write(byte* at, long value)
    {
        if (value >= 0) return Write(at, (ulong)value);
        *at = (byte)'-';
        return Write(at + 1, (ulong)-value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Write(byte* at, ulong value)
    {
        if (value >= 10) return WriteLong(at, value);
        *at = (byte)('0' + value);
        return at + 1;
    }

    /// <summary>With zeros in front up to <paramref name="digits"/>; a longer number is written whole.</summary>
    public static byte* WritePadded(byte* at, ulong value, int digits)
    {
        if (digits < 20 && value >= PowersOf10[digits]) return Write(at, value);
        for (var left = digits; left > 0; left--)
        {
            at[left - 1] = (byte)('0' + (value % 10));
            value /= 10;
        }

        return at + digits;
    }

    /// <summary>Nine digits of a number below 1,000,000,000: the halves are independent, so they overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteNine(byte* at, uint value)
    {
        var high = value / 10_000;
        var low = value - (high * 10_000);
        var first = high / 10_000;
        var middle = high - (first * 10_000);
        *at = (byte)('0' + first);
        WriteFour(at + 1, middle);
        WriteFour(at + 5, low);
        return at + 9;
    }

    private static byte* WriteLong(byte* at, ulong value)
    {
        var end = at + CountDigits(value);
        var last = end;
        while (value > uint.MaxValue)
        {
            var rest = value / 10_000;
            last -= 4;
            WriteFour(last, (uint)(value - (rest * 10_000)));
            value = rest;
        }

        var small = (uint)value;
        while (small >= 100)
        {
            var rest = small / 100;
            last -= 2;
            WritePair(last, small - (rest * 100));
            small = rest;
        }

        if (small >= 10) WritePair(at, small);
        else *at = (byte)('0' + small);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFour(byte* at, uint value)
    {
        var high = value / 100;
        WritePair(at, high);
        WritePair(at + 2, value - (high * 100));
    }

    /// <summary>In bounds: callers pass numbers below 100.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePair(byte* at, uint value) =>
        *(ushort*)at = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(Pairs), (nint)(value * 2)));

    /// <summary>The logarithm of 2 is 1233 / 4096, near enough for 64 bits: the guess is right or one too low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountDigits(ulong value)
    {
        var guess = ((BitOperations.Log2(value) + 1) * 1233) >> 12;
        return guess + (value >= PowersOf10[guess] ? 1 : 0);
    }
}
