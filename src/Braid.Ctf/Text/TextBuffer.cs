using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Braid.Ctf.Text;

/// <summary>Collects UTF-8 text and hands it to a stream in large pieces. One thread at a time.</summary>
internal sealed unsafe class TextBuffer : IDisposable
{
    private const int FlushAt = 1 << 16;

    /// <summary>More than any number takes.</summary>
    private const int NumberRoom = 400;

    /// <summary>The array size of labels, and the unit of that of literals; see <see cref="AppendLabel"/>.</summary>
    public const int LabelRoom = 32;

    /// <summary>The size of a buffer for a line.</summary>
    public const int SmallSize = 4096;

    private readonly Stream _output;

    /// <summary>The text so far and room for more; pinned, so that it is written through pointers.</summary>
    private byte[] _bytes;

    /// <summary>The first byte of <see cref="_bytes"/>.</summary>
    private byte* _start;

    /// <summary>Where the next byte goes: always in <c>[_start, _limit]</c>.</summary>
    private byte* _at;

    /// <summary>The end of <see cref="_bytes"/>.</summary>
    private byte* _limit;

    public TextBuffer(Stream output, int size = FlushAt * 2)
    {
        _output = output;
        _bytes = [];
        Allocate(size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (_at == _limit) Grow(1);
        *_at++ = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > _limit - _at) Grow(text.Length);

        // In bounds: the room was just made.
        text.CopyTo(new Span<byte>(_at, text.Length));
        _at += text.Length;
    }

    /// <summary>
    /// A text of at most <see cref="LabelRoom"/> bytes in an array of that size: copied whole, which is cheaper than looking
    /// how long it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendLabel(byte[] label, int length)
    {
        Reserve(LabelRoom);

        // In bounds: both the label's array and the room reserved have LabelRoom bytes.
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(label)).Store(_at);
        _at += length;
    }

    /// <summary>A text in an array padded to a multiple of <see cref="LabelRoom"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendLiteral(byte[] literal, int length)
    {
        Reserve(literal.Length);

        // In bounds: whole vectors of the array go into the room reserved for all of it.
        ref var source = ref MemoryMarshal.GetArrayDataReference(literal);
        for (var i = 0; i < length; i += LabelRoom) Vector256.LoadUnsafe(ref source, (nuint)i).Store(_at + i);
        _at += length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ulong value)
    {
        Reserve(NumberRoom);
        _at = DecimalText.Write(_at, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(long value)
    {
        Reserve(NumberRoom);
        _at = DecimalText.Write(_at, value);
    }

    /// <summary>Decimal, with zeros in front up to <paramref name="digits"/>; a longer number is printed whole.</summary>
    public void AppendPadded(ulong value, int digits)
    {
        Reserve(NumberRoom);
        _at = DecimalText.WritePadded(_at, value, digits);
    }

    /// <summary>Nine digits of a number below 1,000,000,000.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendNanoseconds(uint value)
    {
        Reserve(NumberRoom);
        _at = DecimalText.WriteNine(_at, value);
    }

    /// <summary>Digits of 1, 3 or 4 bits, at least <paramref name="least"/> of them.</summary>
    public void AppendDigits(ulong value, int bitsPerDigit, int least)
    {
        Reserve(NumberRoom);
        var bits = 64 - BitOperations.LeadingZeroCount(value);
        var digits = Math.Max(Math.Max(least, 1), (bits + bitsPerDigit - 1) / bitsPerDigit);

        // In bounds: at most 64 digits.
        for (var i = digits - 1; i >= 0; i--)
        {
            _at[i] = "0123456789ABCDEF"u8[(int)(value & ((1UL << bitsPerDigit) - 1))];
            value >>= bitsPerDigit;
        }

        _at += digits;
    }

    /// <summary>As C's <c>%g</c>: six significant digits.</summary>
    public void Append(double value)
    {
        if (Math.Abs(value) < 1_000_000 && value == (int)value && !(value == 0 && double.IsNegative(value)))
        {
            Append((long)value);
            return;
        }

        Reserve(NumberRoom);
        var room = new Span<byte>(_at, NumberRoom);
        _at += RealText.TryFormatPlain(value, room, out var written) ? written : RealText.Format(value, room);
    }

    /// <summary>Between two events: hands the text over when there is enough of it.</summary>
    public void FlushIfFull()
    {
        if (_at - _start >= FlushAt) Flush();
    }

    public void Flush()
    {
        _output.Write(_bytes, 0, (int)(_at - _start));
        _at = _start;
    }

    public void Dispose()
    {
        _bytes = [];
        _start = _at = _limit = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int room)
    {
        if (room > _limit - _at) Grow(room);
    }

    /// <summary>Makes room: an event may be longer than the buffer, so its text so far goes out first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int room)
    {
        Flush();
        if (room > _bytes.Length) Allocate(room);
    }

    private void Allocate(int size)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        _start = _at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));
        _limit = _start + _bytes.Length;
    }
}
