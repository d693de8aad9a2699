using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Braid.DotNet.Nettrace;

/// <summary>Takes values from the front of bytes that stand at a known offset of a stream. What is not there is an error that names the offset.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes, long offset, string stream)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Where the next byte stands in the bytes given.</summary>
    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public readonly bool IsAtEnd => Position == _bytes.Length;

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining) throw Error($"{(uint)count} bytes are wanted where {Remaining} are left of the block");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>A part of its own, which knows its offset.</summary>
    public ByteCursor Part(int count)
    {
        var at = offset + Position;
        return new(Take(count), at, stream);
    }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public Guid Guid() => new(Take(16));

    public uint VarUInt32()
    {
        var value = VarUInt64();
        return value <= uint.MaxValue ? (uint)value : throw Error($"{value} does not fit into 32 bits");
    }

    public ulong VarUInt64()
    {
        if (Position < _bytes.Length && _bytes[Position] < 0x80) return _bytes[Position++];
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            if (shift == 63 && part > 1) break;
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw Error("a number of more than 64 bits");
    }

    public long VarInt64()
    {
        var value = VarUInt64();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A string of UTF-16 that a 0 ends.</summary>
    public string Utf16()
    {
        var units = MemoryMarshal.Cast<byte, char>(_bytes[Position..]);
        var length = units.IndexOf('\0');
        if (length < 0) throw Error("a string without an end");
        Position += 2 * (length + 1);
        return new(units[..length]);
    }

    /// <summary>A string of UTF-8 behind its length in bytes.</summary>
    public string Utf8()
    {
        var length = VarUInt32();
        if (length > Remaining) throw Error($"a string of {length} bytes where {Remaining} are left of the block");
        return Encoding.UTF8.GetString(Take((int)length));
    }

    public readonly InvalidDataException Error(string fault) => new($"{stream}: byte {offset + Position}: {fault}");
}
