using Braid.Rings;

namespace Braid.Tracing;

/// <summary>
/// The description of one field of a <see cref="Tracepoint"/>: what the source generator derives from a parameter. The
/// comment of each factory names the call of <see cref="TraceRecord"/> that writes such a field. Immutable.
/// </summary>
public sealed class TraceField
{
    private readonly byte[] _schema;

    private TraceField(FieldKind kind, int bits, FieldFlags flags, string name, params ReadOnlySpan<(string Label, long Value)> labels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labels.Length, ushort.MaxValue);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((byte)kind);
        writer.Write((byte)bits);
        writer.Write((byte)flags);
        WriteName(writer, name);
        if (kind == FieldKind.Enumeration)
        {
            writer.Write((ushort)labels.Length);
            foreach (var (label, value) in labels)
            {
                writer.Write(value);
                WriteName(writer, label);
            }
        }

        _schema = bytes.ToArray();
    }

    /// <summary>Its entry in the event table; docs/formats/ring.md.</summary>
    internal ReadOnlySpan<byte> Schema => _schema;

    /// <summary>An integer of 8, 16, 32 or 64 bits: <see cref="TraceRecord.Write{T}"/>.</summary>
    public static TraceField Integer(string name, int bits, bool signed, TraceBase shownIn = TraceBase.Decimal, bool networkOrder = false) =>
        new(FieldKind.Integer, Bits(bits), Flags(signed, shownIn, networkOrder), name);

    /// <summary>A floating-point number of 32 or 64 bits: <see cref="TraceRecord.Write{T}"/>.</summary>
    public static TraceField Float(string name, int bits) =>
        new(FieldKind.Float, FloatBits(bits), FieldFlags.Signed, name);

    /// <summary>An integer of 8, 16, 32 or 64 bits with labels; unsigned 64-bit values as their two's complement: <see cref="TraceRecord.Write{T}"/>.</summary>
    public static TraceField Enumeration(string name, int bits, bool signed, params ReadOnlySpan<(string Label, long Value)> labels) =>
        new(FieldKind.Enumeration, Bits(bits), Flags(signed), name, labels);

    /// <summary>UTF-8 text: <c>TraceRecord.WriteText</c>.</summary>
    public static TraceField Text(string name) => new(FieldKind.Text, 8, FieldFlags.None, name);

    /// <summary>Integers of 8, 16, 32 or 64 bits, as many as each event has: <see cref="TraceRecord.WriteArray{T}"/>.</summary>
    public static TraceField Array(string name, int bits, bool signed, TraceBase shownIn = TraceBase.Decimal, bool networkOrder = false) =>
        new(FieldKind.Array, Bits(bits), Flags(signed, shownIn, networkOrder), name);

    /// <summary>Floating-point numbers of 32 or 64 bits, as many as each event has: <see cref="TraceRecord.WriteArray{T}"/>.</summary>
    public static TraceField FloatArray(string name, int bits) => new(FieldKind.Array, FloatBits(bits), FieldFlags.Signed | FieldFlags.FloatElements, name);

    /// <summary>A uuid: <see cref="TraceRecord.WriteUuid"/>.</summary>
    public static TraceField Uuid(string name) => new(FieldKind.Uuid, 8, FieldFlags.None, name);

    private static FieldFlags Flags(bool signed, TraceBase shownIn = TraceBase.Decimal, bool networkOrder = false) =>
        (signed ? FieldFlags.Signed : 0) | (FieldFlags)((int)shownIn * (int)FieldFlags.BaseUnit) | (networkOrder ? FieldFlags.NetworkOrder : 0);

    private static int FloatBits(int bits) => bits is 32 or 64 ? bits : throw new ArgumentOutOfRangeException(nameof(bits), bits, "32 or 64");

    private static int Bits(int bits) =>
        bits is 8 or 16 or 32 or 64 ? bits : throw new ArgumentOutOfRangeException(nameof(bits), bits, "8, 16, 32 or 64");

    /// <summary>A length byte and UTF-8, cut to 255 bytes at a character.</summary>
    internal static void WriteName(BinaryWriter writer, string name)
    {
        Span<byte> utf8 = stackalloc byte[255];
        System.Text.Unicode.Utf8.FromUtf16(name, utf8, out _, out var written);
        writer.Write((byte)written);
        writer.Write(utf8[..written]);
    }
}
