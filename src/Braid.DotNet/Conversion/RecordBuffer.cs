using System.Buffers.Binary;
using System.Text;

namespace Braid.DotNet.Conversion;

/// <summary>Event records in CTF, one after the other, byte-packed and little-endian: the content of the next packet. Grows.</summary>
/// <param name="limit">Bytes that it may hold: a hostile payload can name the same bytes again and again.</param>
internal sealed class RecordBuffer(int limit = int.MaxValue)
{
    private byte[] _bytes = new byte[1 << 16];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets what was written since <paramref name="length"/>.</summary>
    public void CutTo(int length) => Length = length;

    /// <summary>Room for <paramref name="count"/> bytes, which the caller fills; false when it would hold too many.</summary>
    public bool TryReserve(int count, out Span<byte> room)
    {
        room = default;
        if ((long)Length + count > limit) return false;
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        room = _bytes.AsSpan(Length, count);
        Length += count;
        return true;
    }

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (!TryReserve(bytes.Length, out var room)) return false;
        bytes.CopyTo(room);
        return true;
    }

    public bool TryWriteUInt16(int value)
    {
        if (!TryReserve(sizeof(ushort), out var room)) return false;
        BinaryPrimitives.WriteUInt16LittleEndian(room, (ushort)value);
        return true;
    }

    public bool TryWriteUInt32(uint value)
    {
        if (!TryReserve(sizeof(uint), out var room)) return false;
        BinaryPrimitives.WriteUInt32LittleEndian(room, value);
        return true;
    }

    public bool TryWriteUInt64(ulong value)
    {
        if (!TryReserve(sizeof(ulong), out var room)) return false;
        BinaryPrimitives.WriteUInt64LittleEndian(room, value);
        return true;
    }

    /// <summary>A string in UTF-8 with its closing 0. What is no character becomes U+FFFD; it ends at its first null character.</summary>
    public bool TryWriteText(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\0');
        if (end >= 0) text = text[..end];
        var most = (text.Length * 3) + 1;
        if (!TryReserve(most, out var room)) return false;
        var written = Encoding.UTF8.GetBytes(text, room);
        room[written] = 0;
        Length -= most - written - 1;
        return true;
    }
}
