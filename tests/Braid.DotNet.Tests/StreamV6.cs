using System.Buffers.Binary;
using System.Text;

namespace Braid.DotNet.Tests;

/// <summary>Writes streams of version 6, which no runtime here writes.</summary>
internal sealed class StreamV6
{
    private readonly List<byte> _bytes = [.. "Nettrace"u8, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];

    public byte[] ToArray() => [.. _bytes];

    public StreamV6 Block(int kind, params byte[][] parts)
    {
        var content = parts.SelectMany(p => p).ToArray();
        _bytes.AddRange(UInt32((uint)content.Length | ((uint)kind << 24)));
        _bytes.AddRange(content);
        return this;
    }

    public static byte[] UInt16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] UInt64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Var(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    public static byte[] Text(string text) => [.. Var((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Utf16(string text) => Encoding.Unicode.GetBytes(text + '\0');

    /// <summary>Behind its size as a u16.</summary>
    public static byte[] Sized(params byte[][] parts)
    {
        var content = parts.SelectMany(p => p).ToArray();
        return [.. UInt16(content.Length), .. content];
    }

    public static byte[] Field(string name, params byte[] type) => Sized(Text(name), type);

    /// <summary>The trace block: 2026-11-23 01:02:03.004 is tick 1,000 of 10^9 per second, pointers have 8 bytes.</summary>
    public StreamV6 Trace() => Block(1,
        UInt16(2026), UInt16(11), UInt16(1), UInt16(23), UInt16(1), UInt16(2), UInt16(3), UInt16(4),
        UInt64(1_000), UInt64(1_000_000_000), UInt32(8), UInt32(1), Text("ProcessId"), Text("42"));

    /// <summary>An event in the compressed form with everything said.</summary>
    public static byte[] Event(uint metadata, uint sequenceDelta, ulong thread, uint cpu, uint stack, ulong timeDelta, uint labels, byte[] payload) =>
        [0x01 | 0x02 | 0x04 | 0x08 | 0x10 | 0x80, .. Var(metadata), .. Var(sequenceDelta), .. Var(thread), .. Var(cpu), .. Var(thread), .. Var(stack), .. Var(timeDelta), .. Var(labels), .. Var((ulong)payload.Length), .. payload];

    /// <summary>The header of an event block with compressed events.</summary>
    public static byte[] EventBlockHeader(ulong first, ulong last) => [.. UInt16(20), .. UInt16(1), .. UInt64(first), .. UInt64(last)];

    /// <summary>
    /// Two threads, each with an event of every type of field, on two CPUs; the second thread has lost 5 events before its
    /// own, and 7 behind them by a sequence point.
    /// </summary>
    public static byte[] Sample()
    {
        byte[] fields =
        [
            .. UInt16(10),
            .. Field("small", 20), .. Field("large", 21), .. Field("truth", 26), .. Field("text", 18),
            .. Field("fixed", 22, 8, 2, 0), .. Field("chars", 19, 23), .. Field("list", 19, 18), .. Field("nested", [1, .. UInt16(1), .. Field("inner", 9)]),
            .. Field("relative", 24, 8), .. Field("absolute", 25, 23),
        ];
        byte[] optional = [1, 1, 3, .. UInt64(0x30), 4, .. Text("{small}"), 7 + 1, 4, 9, 2];
        byte[] payload =
        [
            3, // -2
            .. Var(300), 1, .. Utf16("Zoë"), .. UInt16(7), .. UInt16(8), .. UInt16(2), (byte)'h', (byte)'i',
            .. UInt16(2), .. Utf16("a"), .. Utf16("bc"), .. UInt32(77),
            .. UInt16(4), .. UInt16(4), .. UInt16(0), .. UInt16(2),
        ];
        payload = [.. payload, .. UInt16(500), .. UInt16(600)];
        var at = payload.Length;
        payload = [.. payload, (byte)'o', (byte)'k'];
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(at - 8), (ushort)at);
        return new StreamV6().Trace()
            .Block(6, Sized(Var(1), [2], Var(42), [3], Var(4242)), Sized(Var(2), [1], Text("worker"), [2], Var(43), [3], Var(4343)))
            .Block(3, UInt16(0), Sized(Var(9), Text("Six"), Var(1), Text("All"), fields, Sized(optional)))
            .Block(5, UInt32(1), UInt32(1), UInt32(16), UInt64(0x1000), UInt64(0x2000))
            .Block(8, UInt32(1), UInt32(1), [1, .. Guid.Parse("00112233-4455-6677-8899-aabbccddeeff").ToByteArray()], [4, .. UInt64(0xabc)], [0x80 | 5, .. Text("user"), .. Text("zoe")])
            .Block(2, EventBlockHeader(2_000, 2_000), Event(9, 0, 1, 1, 1, 2_000, 1, payload))
            .Block(2, EventBlockHeader(2_500, 2_500), Event(9, 5, 2, 0, 0, 2_500, 0, payload))
            .Block(2, EventBlockHeader(2_100, 2_100), Event(9, 2, 1, 1, 0, 2_100, 0, payload))
            .Block(4, UInt64(5_000), UInt32(0), UInt32(2), Var(1), Var(3), Var(2), Var(14))
            .Block(200, [1, 2, 3])
            .Block(0).ToArray();
    }
}
