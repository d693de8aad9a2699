using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Braid.Ctf.Text;

/// <summary>Collects UTF-8 text and hands it to a stream in large pieces. Owns a pooled array until disposal.</summary>
internal sealed class TextBuffer(Stream output) : IDisposable
{
    private const int FlushAt = 1 << 16;

    /// <summary>More than any number takes.</summary>
    private const int NumberRoom = 400;

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

    public void Append(ulong value)
    {
        if (value < 10)
        {
            Append((byte)('0' + value));
            return;
        }

        Reserve();
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out var written);
        _length += written;
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

    /// <summary>Decimal, with zeros in front up to <paramref name="digits"/>.</summary>
    public void AppendPadded(ulong value, int digits)
    {
        Reserve();
        var target = _bytes.AsSpan(_length, digits);
        for (var i = digits - 1; i >= 0; i--)
        {
            (value, var digit) = (value / 10, value % 10);
            target[i] = (byte)('0' + digit);
        }

        _length += digits;
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
        _length += RealText.Format(value, _bytes.AsSpan(_length));
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
