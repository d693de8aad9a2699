using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Braid.Ctf.Text;

/// <summary>Collects UTF-8 text and hands it to a stream in large pieces. Owns a pooled array until disposal.</summary>
internal sealed class TextBuffer(Stream output) : IDisposable
{
    private const int FlushAt = 1 << 16;

    /// <summary>More than any number takes.</summary>
    private const int NumberRoom = 400;

    /// <summary>The array size of labels; see <see cref="AppendLabel"/>.</summary>
    public const int LabelRoom = 32;

    /// <summary>"00" to "99" as they lie in memory.</summary>
    private static readonly ushort[] s_pairs =
        [.. Enumerable.Range(0, 100).Select(static i => BitConverter.ToUInt16([(byte)('0' + (i / 10)), (byte)('0' + (i % 10))]))];

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FlushAt * 2);

    /// <summary>Bytes of <see cref="_bytes"/> that hold text.</summary>
    private int _length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (_length == _bytes.Length) Grow(1);
        _bytes[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > _bytes.Length - _length) Grow(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>
    /// A text of at most <see cref="LabelRoom"/> bytes in an array of that size: copied whole, which is cheaper than looking
    /// how long it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendLabel(byte[] label, int length)
    {
        if (NumberRoom > _bytes.Length - _length) Grow(NumberRoom);

        // In bounds: both the label's array and the room reserved have LabelRoom bytes.
        ref var source = ref MemoryMarshal.GetArrayDataReference(label);
        ref var target = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _length);
        Vector256.LoadUnsafe(ref source).StoreUnsafe(ref target);
        _length += length;
    }

    public void Append(ulong value)
    {
        Reserve();
        if (value < 10)
        {
            _bytes[_length++] = (byte)('0' + value);
            return;
        }

        // At most 20 digits, two at a time from the last; in bounds, as NumberRoom bytes are reserved.
        var digits = CountDigits(value);
        ref var last = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _length + digits);
        _length += digits;
        var at = 0;
        while (value >= 100)
        {
            (value, var pair) = Math.DivRem(value, 100);
            at -= 2;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref last, at), s_pairs[(int)pair]);
        }

        if (value >= 10) Unsafe.WriteUnaligned(ref Unsafe.Add(ref last, at - 2), s_pairs[(int)value]);
        else Unsafe.Add(ref last, at - 1) = (byte)('0' + value);
    }

    public void Append(long value)
    {
        if (value < 0)
        {
            Append((byte)'-');
            Append((ulong)-value);
        }
        else Append((ulong)value);
    }

    /// <summary>Decimal, with zeros in front up to <paramref name="digits"/>; a longer number is printed whole.</summary>
    public void AppendPadded(ulong value, int digits)
    {
        if (digits < 20 && value >= PowersOf10[digits])
        {
            Append(value);
            return;
        }

        Reserve();
        var target = _bytes.AsSpan(_length, digits);
        _length += digits;
        for (; digits >= 2; digits -= 2)
        {
            (value, var pair) = Math.DivRem(value, 100);
            Unsafe.WriteUnaligned(ref target[digits - 2], s_pairs[(int)pair]);
        }

        if (digits == 1) target[0] = (byte)('0' + value);
    }

    /// <summary>Digits of 1, 3 or 4 bits, at least <paramref name="least"/> of them.</summary>
    public void AppendDigits(ulong value, int bitsPerDigit, int least)
    {
        Reserve();
        var digits = Math.Max(least, 1);
        while (digits * bitsPerDigit < 64 && value >> (digits * bitsPerDigit) != 0) digits++;
        var target = _bytes.AsSpan(_length, digits);
        for (var i = digits - 1; i >= 0; i--)
        {
            target[i] = "0123456789ABCDEF"u8[(int)(value & ((1UL << bitsPerDigit) - 1))];
            value >>= bitsPerDigit;
        }

        _length += digits;
    }

    /// <summary>As C's <c>%g</c>: six significant digits.</summary>
    public void Append(double value)
    {
        if (Math.Abs(value) < 1_000_000 && value == (int)value && !(value == 0 && double.IsNegative(value)))
        {
            Append((long)value);
            return;
        }

        Reserve();
        var room = _bytes.AsSpan(_length);
        _length += RealText.TryFormatPlain(value, room, out var written) ? written : RealText.Format(value, room);
    }

    /// <summary>Between two events: hands the text over when there is enough of it.</summary>
    public void FlushIfFull()
    {
        if (_length >= FlushAt) Flush();
    }

    public void Flush()
    {
        output.Write(_bytes, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private static ReadOnlySpan<ulong> PowersOf10 =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>The logarithm of 2 is 1233 / 4096, near enough for 64 bits: the guess is right or one too low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountDigits(ulong value)
    {
        var guess = ((BitOperations.Log2(value) + 1) * 1233) >> 12;
        return guess + (value >= PowersOf10[guess] ? 1 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve()
    {
        if (NumberRoom > _bytes.Length - _length) Grow(NumberRoom);
    }

    /// <summary>Makes room: an event may be longer than the buffer, so its text so far goes out first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int room)
    {
        Flush();
        if (room <= _bytes.Length) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(room);
    }
}
