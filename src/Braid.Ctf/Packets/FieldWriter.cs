using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Packets;

/// <summary>
/// Writes fields of any class at any bit, as <see cref="EventCursor"/> reads them: each is aligned as its class asks,
/// from the start of the packet. Owns a buffer that grows; <see cref="Clear"/> starts the next packet. One thread at a time.
/// </summary>
public sealed class FieldWriter
{
    /// <summary>Zero from <see cref="Position"/> on.</summary>
    private byte[] _bytes = new byte[4096];

    /// <summary>The next bit, from the packet's start.</summary>
    public long Position { get; private set; }

    /// <summary>What is written; the last byte is filled up with zeros. Valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, (int)((Position + 7) / 8));

    /// <summary>Forgets what is written.</summary>
    public void Clear()
    {
        _bytes.AsSpan(0, Written.Length).Clear();
        Position = 0;
    }

    /// <summary>Goes to the next multiple of <paramref name="alignment"/> bits.</summary>
    public void Align(int alignment)
    {
        var start = (Position + alignment - 1) & -(long)alignment;
        Reserve(start - Position);
        Position = start;
    }

    /// <summary>An integer; bits above its size are dropped.</summary>
    public void Write(IntegerFieldClass integer, ulong value)
    {
        Align(integer.Alignment);
        WriteBits(value, integer.Size, integer.ByteOrder, integer.MostSignificantBitFirst);
    }

    /// <summary>Bits, flags or a truth value.</summary>
    public void Write(BitArrayFieldClass bits, ulong value)
    {
        Align(bits.Alignment);
        WriteBits(value, bits.Size, bits.ByteOrder, bits.MostSignificantBitFirst);
    }

    /// <summary>A floating-point number, rounded to its size.</summary>
    public void Write(FloatFieldClass real, double value)
    {
        Align(real.Alignment);
        switch (real.Size)
        {
            case 16: WriteBits(BitConverter.HalfToUInt16Bits((Half)value), 16, real.ByteOrder, null); break;
            case 32: WriteBits(BitConverter.SingleToUInt32Bits((float)value), 32, real.ByteOrder, null); break;
            case 64: WriteBits(BitConverter.DoubleToUInt64Bits(value), 64, real.ByteOrder, null); break;
            default: WriteQuadruple(real, value); break;
        }
    }

    /// <summary>A LEB128 integer in as few bytes as it needs.</summary>
    public void Write(VariableLengthIntegerFieldClass integer, ulong value)
    {
        Align(integer.Alignment);
        for (var isLast = false; !isLast;)
        {
            var bits = value & 0x7f;
            value = integer.IsSigned ? (ulong)((long)value >> 7) : value >> 7;
            isLast = integer.IsSigned ? value == ((bits & 0x40) != 0 ? ulong.MaxValue : 0) : value == 0;
            WriteBits(isLast ? bits : bits | 0x80, 8, ByteOrder.LittleEndian, null);
        }
    }

    /// <summary>Bytes, aligned to one.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Align(8);
        Reserve(bytes.Length * 8L);
        bytes.CopyTo(_bytes.AsSpan((int)(Position / 8)));
        Position += bytes.Length * 8L;
    }

    /// <summary><paramref name="count"/> bytes of 0, aligned to one.</summary>
    public void WriteZeros(long count)
    {
        Align(8);
        Reserve(count * 8);
        Position += count * 8;
    }

    /// <summary>Writes a field again that stands at <paramref name="position"/>.</summary>
    public void Patch(long position, IntegerFieldClass integer, ulong value)
    {
        var end = Position;
        Position = position;
        ClearBits(integer.Size);
        WriteBits(value, integer.Size, integer.ByteOrder, integer.MostSignificantBitFirst);
        Position = end;
    }

    private void ClearBits(int size)
    {
        for (var bit = Position; bit < Position + size; bit++) _bytes[bit >> 3] = 0;
    }

    /// <summary>The inverse of <see cref="Bits.Read(byte*, long, Field)"/>.</summary>
    private void WriteBits(ulong value, int size, ByteOrder order, bool? mostSignificantFirst)
    {
        Reserve(size);
        var isBigEndian = order == ByteOrder.BigEndian;
        if (mostSignificantFirst is { } first && first != isBigEndian) value = Mirror(value, size);
        for (var done = 0; done < size;)
        {
            var inByte = (int)(Position & 7);
            var take = Math.Min(8 - inByte, size - done);
            var mask = (1u << take) - 1;
            var bits = (uint)(isBigEndian ? value >> (size - done - take) : value >> done) & mask;
            _bytes[Position >> 3] |= (byte)(bits << (isBigEndian ? 8 - inByte - take : inByte));
            done += take;
            Position += take;
        }
    }

    private static ulong Mirror(ulong value, int size)
    {
        ulong mirror = 0;
        for (var i = 0; i < size; i++) mirror |= ((value >> i) & 1) << (size - 1 - i);
        return mirror;
    }

    /// <summary>binary64 widened to binary128: the exponent's bias grows from 1023 to 16383, the fraction by 60 bits.</summary>
    private void WriteQuadruple(FloatFieldClass real, double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var sign = bits >> 63;
        ulong exponent = double.IsFinite(value) ? 0 : 0x7fffu;
        var fraction = bits & ((1UL << 52) - 1);
        if (double.IsFinite(value) && value != 0)
        {
            var power = Math.ILogB(value);
            exponent = (ulong)(power + 16383);
            fraction = BitConverter.DoubleToUInt64Bits(Math.ScaleB(value, -power)) & ((1UL << 52) - 1);
        }

        var (high, low) = ((sign << 63) | (exponent << 48) | (fraction >> 4), fraction << 60);
        var isBigEndian = real.ByteOrder == ByteOrder.BigEndian;
        WriteBits(isBigEndian ? high : low, 64, real.ByteOrder, null);
        WriteBits(isBigEndian ? low : high, 64, real.ByteOrder, null);
    }

    private void Reserve(long bits)
    {
        var bytes = (Position + bits + 7) / 8;
        if (bytes > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(bytes, 2L * _bytes.Length));
    }
}
