using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Braid.Ctf.Decoding;

/// <summary>Single steps over fields of an event that a plan has passed over whole, so nothing is checked again.</summary>
public sealed unsafe partial class EventCursor
{
    internal byte* PacketStart => _packet;

    /// <summary>What the printer <see cref="PrintedFor"/> prints of the context of the current packet; null until it has.</summary>
    internal byte[]? PrintedContext { get; set; }

    internal object? PrintedFor { get; set; }
    internal long ContextStart => _contextStart;
    internal long CommonStart => Layout.Body is { } body ? _segments[body.Segment] : _commonStart;
    internal long SpecificStart => Layout.Body is { } body ? _segments[body.Segment] + body.SpecificOffset : _specificStart;
    internal long PayloadStart => Layout.Body is { } body ? _segments[body.Segment] + body.PayloadOffset : _payloadStart;

    /// <summary>The first bit of a field that has a place of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long PlaceOf(Field field) => _segments[field.Segment] + field.Offset;

    /// <summary>The value of a little-endian integer of whole bytes at a byte, not sign-extended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong PlainAt(Field field) => Bits.ReadPlain(_packet + (PlaceOf(field) >> 3), field.Size);

    /// <summary>The bytes of a null-terminated string of one-byte characters.</summary>
    internal ReadOnlySpan<byte> StringAt(Field field)
    {
        // In bounds: the event has been passed over, so the string ends.
        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_packet + (PlaceOf(field) >> 3));
    }

    internal ulong Count(Field field) => Length(field);

    /// <summary>The value by which a variant or an optional field chooses.</summary>
    internal long Selector(Field field) => _registers[field.LengthRegister];

    internal Field? ChooseOption(Field field) => Choose(field);

    /// <summary>Keeps a value that a length or selector inside an array refers to: each element has its own.</summary>
    internal void Remember(Field field, ulong value)
    {
        if (field.Register >= 0) _registers[field.Register] = (long)value;
    }

    /// <summary>Goes from a field's start, alignment not yet applied, to its end.</summary>
    internal void Pass(Field field, ref long position)
    {
        var (end, saved, order) = (_end, _position, _lastIsBigEndian);
        _position = (position + field.Alignment - 1) & -(long)field.Alignment;
        _inPass = true;
        Walk(field);
        _inPass = false;
        position = _position;
        (_end, _position, _lastIsBigEndian) = (end, saved, order);
    }

    internal ulong PassVariable(Field field, ref long position)
    {
        var saved = _position;
        _position = position;
        ReadVariable(field, out var value);
        position = _position;
        _position = saved;
        Remember(field, value);
        return value;
    }

    /// <summary>The bytes of a string without its end, or of a blob.</summary>
    internal ReadOnlySpan<byte> PassString(Field field, scoped ref long position)
    {
        var at = _packet + (position >> 3);
        if (field.Kind == FieldKind.String)
        {
            var saved = _position;
            _position = position;
            SkipString(field.CharacterSize);
            var bytes = (int)((_position - position) / 8) - field.CharacterSize;
            position = _position;
            _position = saved;
            return new(at, bytes);
        }

        var length = Length(field);
        position += (long)length * 8;
        var all = new ReadOnlySpan<byte>(at, (int)Math.Min(length, int.MaxValue));
        return field.Kind == FieldKind.Blob ? all : CutAtNull(all, field.CharacterSize);
    }

    internal double Real(Field field, long position)
    {
        if (field.Size == 128) return Quadruple(field, position);
        var bits = Bits.Read(_packet, position, field);
        return field.Size switch
        {
            16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            32 => BitConverter.UInt32BitsToSingle((uint)bits),
            _ => BitConverter.UInt64BitsToDouble(bits),
        };
    }

    private static ReadOnlySpan<byte> CutAtNull(ReadOnlySpan<byte> bytes, int characterSize)
    {
        if (characterSize == 1)
        {
            var end = bytes.IndexOf((byte)0);
            return end < 0 ? bytes : bytes[..end];
        }

        for (var i = 0; i + characterSize <= bytes.Length; i += characterSize)
        {
            if (bytes.Slice(i, characterSize).IndexOfAnyExcept((byte)0) < 0) return bytes[..i];
        }

        return bytes[..(bytes.Length / characterSize * characterSize)];
    }

    /// <summary>binary128 rounded to binary64: sign, 15 bits of exponent, 112 bits of fraction.</summary>
    private double Quadruple(Field field, long position)
    {
        var first = Bits.Read(_packet, position, 64, field.IsBigEndian);
        var second = Bits.Read(_packet, position + 64, 64, field.IsBigEndian);
        var (high, low) = field.IsBigEndian ? (first, second) : (second, first);
        var exponent = (int)(high >> 48) & 0x7fff;
        var fraction = (((UInt128)high << 64) | low) & ((UInt128.One << 112) - 1);
        var magnitude = exponent switch
        {
            0x7fff => fraction == 0 ? double.PositiveInfinity : double.NaN,
            0 => 0,
            _ => Math.ScaleB((double)((UInt128.One << 112) | fraction), exponent - 16383 - 112),
        };
        return (high >> 63) != 0 ? -magnitude : magnitude;
    }
}
