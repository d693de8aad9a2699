using Braid.Rings;

namespace Braid.Tracing;

/// <summary>
/// The description of one field of a <see cref="Tracepoint"/>: what the source generator derives from a parameter. The
/// comment of each factory names the call of <see cref="TraceRecord"/> that writes such a field. Immutable.
/// </summary>
public sealed class TraceField
{
    private readonly byte[] _schema;
    private TraceField? _element;

    private TraceField(FieldKind kind, int bits, FieldFlags flags, string name, ReadOnlySpan<(string Label, long Value)> labels = default, ReadOnlySpan<TraceField> members = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labels.Length, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members.Length, ushort.MaxValue);
        (Kind, Bits, Flags, Name, Members) = (kind, bits, flags, name, members.ToArray());
        FixedSize = kind switch
        {
            FieldKind.Integer or FieldKind.Float or FieldKind.Enumeration => bits / 8,
            FieldKind.Uuid => 16,
            FieldKind.Structure when System.Array.TrueForAll(Members, static member => member.FixedSize > 0) => Members.Sum(static member => member.FixedSize),
            _ => 0,
        };
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
        else if (kind is FieldKind.Structure or FieldKind.StructureArray)
        {
            writer.Write((ushort)members.Length);
            foreach (var member in members) writer.Write(member._schema);
        }

        _schema = bytes.ToArray();
    }

    private TraceField(TraceField recorded)
    {
        (Kind, Bits, Flags, Name, Members, _schema) = (recorded.Kind, recorded.Bits, recorded.Flags, recorded.Name, recorded.Members, recorded._schema);
        FixedSize = recorded.FixedSize;
        IsFilterOnly = true;
    }

    /// <summary>Its entry in the event table; docs/formats/ring.md.</summary>
    internal ReadOnlySpan<byte> Schema => _schema;

    internal string Name { get; }

    internal FieldKind Kind { get; }

    internal int Bits { get; }

    internal FieldFlags Flags { get; }

    internal TraceField[] Members { get; }

    /// <summary>It is written for filters only.</summary>
    internal bool IsFilterOnly { get; }

    /// <summary>Starts with the number of its elements.</summary>
    internal bool HasCount => Kind is FieldKind.Array or FieldKind.StructureArray;

    /// <summary>The bytes that each value takes; 0 when that varies.</summary>
    internal int FixedSize { get; }

    /// <summary>An element of an array or a uuid.</summary>
    internal TraceField Element => _element ??= Kind == FieldKind.StructureArray
        ? new(FieldKind.Structure, 8, FieldFlags.None, Name, members: Members)
        : new((Flags & FieldFlags.FloatElements) != 0 ? FieldKind.Float : FieldKind.Integer, Bits, Flags & ~FieldFlags.FloatElements, Name);

    /// <summary>An integer of 8, 16, 32 or 64 bits: <see cref="TraceRecord.Write{T}"/>.</summary>
    public static TraceField Integer(string name, int bits, bool signed, TraceBase shownIn = TraceBase.Decimal, bool networkOrder = false) =>
        new(FieldKind.Integer, IntegerBits(bits), FlagsOf(signed, shownIn, networkOrder), name);

    /// <summary>A floating-point number of 32 or 64 bits: <see cref="TraceRecord.Write{T}"/>.</summary>
    public static TraceField Float(string name, int bits) =>
        new(FieldKind.Float, FloatBits(bits), FieldFlags.Signed, name);

    /// <summary>An integer of 8, 16, 32 or 64 bits with labels; unsigned 64-bit values as their two's complement: <see cref="TraceRecord.Write{T}"/>.</summary>
    public static TraceField Enumeration(string name, int bits, bool signed, params ReadOnlySpan<(string Label, long Value)> labels) =>
        new(FieldKind.Enumeration, IntegerBits(bits), FlagsOf(signed), name, labels);

    /// <summary>UTF-8 text: <c>TraceRecord.WriteText</c>.</summary>
    public static TraceField Text(string name) => new(FieldKind.Text, 8, FieldFlags.None, name);

    /// <summary>Integers of 8, 16, 32 or 64 bits, as many as each event has: <see cref="TraceRecord.WriteArray{T}"/>.</summary>
    public static TraceField Array(string name, int bits, bool signed, TraceBase shownIn = TraceBase.Decimal, bool networkOrder = false) =>
        new(FieldKind.Array, IntegerBits(bits), FlagsOf(signed, shownIn, networkOrder), name);

    /// <summary>Floating-point numbers of 32 or 64 bits, as many as each event has: <see cref="TraceRecord.WriteArray{T}"/>.</summary>
    public static TraceField FloatArray(string name, int bits) => new(FieldKind.Array, FloatBits(bits), FieldFlags.Signed | FieldFlags.FloatElements, name);

    /// <summary>A uuid: <see cref="TraceRecord.WriteUuid"/>.</summary>
    public static TraceField Uuid(string name) => new(FieldKind.Uuid, 8, FieldFlags.None, name);

    /// <summary>Fields one after the other: each as its own description says.</summary>
    public static TraceField Structure(string name, params ReadOnlySpan<TraceField> members) => new(FieldKind.Structure, 8, FieldFlags.None, name, members: members);

    /// <summary>Structures, as many as each event has: their number as a u32 and then the fields of each.</summary>
    /// <exception cref="ArgumentException">A member's size varies.</exception>
    public static TraceField StructureArray(string name, params ReadOnlySpan<TraceField> members)
    {
        var field = new TraceField(FieldKind.StructureArray, 8, FieldFlags.None, name, members: members);
        return field.Element.FixedSize > 0 ? field : throw new ArgumentException("an array's structures have members of fixed size, at least one", nameof(members));
    }

    /// <summary>The same field, for filters only: written after all recorded fields, and when <see cref="TraceRecord.BeginFilterFields"/> asks for it.</summary>
    public TraceField ForFilter() => new(this);

    private static FieldFlags FlagsOf(bool signed, TraceBase shownIn = TraceBase.Decimal, bool networkOrder = false) =>
        (signed ? FieldFlags.Signed : 0) | (FieldFlags)((int)shownIn * (int)FieldFlags.BaseUnit) | (networkOrder ? FieldFlags.NetworkOrder : 0);

    private static int FloatBits(int bits) => bits is 32 or 64 ? bits : throw new ArgumentOutOfRangeException(nameof(bits), bits, "32 or 64");

    private static int IntegerBits(int bits) =>
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
