using System.Buffers.Binary;
using System.Text;
using Braid.Ctf.Schema;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>
/// Turns the event table of a program into event classes. The bytes are the program's, so nothing of them is believed:
/// what does not parse ends the reading with an error that names the event.
/// </summary>
internal static class EventTable
{
    /// <summary>u32 size, u16 field count, u8 log level, u8 note count.</summary>
    public const int EntryHeaderSize = 8;

    /// <summary>LTTng's TRACE_DEBUG.</summary>
    private const int MaxLevel = 14;

    /// <summary>More than a generated entry ever takes.</summary>
    public const int MaxEntrySize = 1 << 20;

    /// <summary>More than a generated entry ever has.</summary>
    private const int DeepestNesting = 16;

    /// <summary>Reads the entry that <paramref name="entry"/> holds exactly.</summary>
    /// <exception cref="InvalidDataException">It breaks the format of docs/formats/ring.md.</exception>
    public static EventClass Parse(ReadOnlySpan<byte> entry, ulong id)
    {
        var cursor = new Cursor(entry, id);
        cursor.Take(4);
        int fields = BinaryPrimitives.ReadUInt16LittleEndian(cursor.Take(2));
        int level = cursor.Take(1)[0];
        int notes = cursor.Take(1)[0];
        if (level > MaxLevel) throw cursor.Error($"a log level of {level}");
        var name = $"{cursor.Name()}:{cursor.Name()}";
        var members = new List<StructureMember>();
        for (var i = 0; i < fields; i++) ParseField(ref cursor, members);
        if (members.DistinctBy(m => m.Name).Count() != members.Count) throw cursor.Error("two fields of one name");
        var texts = new Dictionary<EventNote, string>();
        for (var i = 0; i < notes; i++) texts[(EventNote)cursor.Take(1)[0]] = cursor.Line();
        return new EventClass
        {
            Id = id,
            Name = name,
            LogLevel = level,
            Description = texts.GetValueOrDefault(EventNote.Description),
            ProviderDescription = texts.GetValueOrDefault(EventNote.ProviderDescription),
            EmfUri = texts.GetValueOrDefault(EventNote.ModelUri),
            Payload = new StructureFieldClass(members, 8),
        };
    }

    private static StructureFieldClass ParseStructure(ref Cursor cursor, int depth)
    {
        if (depth == DeepestNesting) throw cursor.Error($"structures nested more than {DeepestNesting} deep");
        int count = BinaryPrimitives.ReadUInt16LittleEndian(cursor.Take(2));
        var members = new List<StructureMember>();
        for (var i = 0; i < count; i++) ParseField(ref cursor, members, depth + 1);
        return members.DistinctBy(m => m.Name).Count() == members.Count ? new(members, 8) : throw cursor.Error("two members of one name");
    }

    private static void ParseField(ref Cursor cursor, List<StructureMember> members, int depth = 0)
    {
        var kind = (FieldKind)cursor.Take(1)[0];
        int bits = cursor.Take(1)[0];
        var flags = (FieldFlags)cursor.Take(1)[0];
        var signed = (flags & FieldFlags.Signed) != 0;
        if (bits is not (8 or 16 or 32 or 64)) throw cursor.Error($"a field of {bits} bits");
        var name = cursor.Name();
        switch (kind)
        {
            case FieldKind.Integer:
                members.Add(new(name, Integer(bits, flags)));
                break;
            case FieldKind.Float when bits >= 32:
                members.Add(new(name, new FloatFieldClass(bits)));
                break;
            case FieldKind.Enumeration:
                members.Add(new(name, new IntegerFieldClass(bits, signed) { IsEnumeration = true, Mappings = ParseLabels(ref cursor, bits, signed) }));
                break;
            case FieldKind.Text:
                members.Add(new(name, new StringFieldClass()));
                break;
            case FieldKind.Array or FieldKind.StructureArray:
                var length = $"_{name}_length"; // as LTTng names it
                var element = kind == FieldKind.Array ? Element(bits, flags, ref cursor) : ParseStructure(ref cursor, depth);
                members.Add(new(length, new IntegerFieldClass(32)));
                members.Add(new(name, new DynamicArrayFieldClass(element, FieldLocation.Sibling(length))));
                break;
            case FieldKind.Structure:
                members.Add(new(name, ParseStructure(ref cursor, depth)));
                break;
            case FieldKind.Uuid:
                members.Add(new(name, new StaticArrayFieldClass(new IntegerFieldClass(8) { Base = DisplayBase.Hexadecimal }, 16)));
                break;
            default:
                throw cursor.Error($"a field of kind {(int)kind} with {bits} bits");
        }
    }

    private static FieldClass Element(int bits, FieldFlags flags, ref Cursor cursor)
    {
        if ((flags & FieldFlags.FloatElements) == 0) return Integer(bits, flags);
        return bits >= 32 ? new FloatFieldClass(bits) : throw cursor.Error($"floating-point numbers of {bits} bits");
    }

    private static IntegerFieldClass Integer(int bits, FieldFlags flags) => new(bits, (flags & FieldFlags.Signed) != 0)
    {
        ByteOrder = (flags & FieldFlags.NetworkOrder) != 0 ? ByteOrder.BigEndian : ByteOrder.LittleEndian,
        Base = (flags & FieldFlags.BaseMask) switch
        {
            FieldFlags.BaseUnit => DisplayBase.Hexadecimal,
            (FieldFlags)((int)FieldFlags.BaseUnit * 2) => DisplayBase.Octal,
            FieldFlags.BaseMask => DisplayBase.Binary,
            _ => DisplayBase.Decimal,
        },
    };

    private static List<EnumerationMapping> ParseLabels(ref Cursor cursor, int bits, bool signed)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(cursor.Take(2));
        var labels = new List<EnumerationMapping>();
        for (var i = 0; i < count; i++)
        {
            var value = BinaryPrimitives.ReadInt64LittleEndian(cursor.Take(8));
            var fits = bits == 64 || (signed ? value >> (bits - 1) is 0 or -1 : value >> bits == 0);
            labels.Add(fits ? new(cursor.Name(), value) : throw cursor.Error($"a label for {value} in {bits} bits"));
        }

        return labels;
    }

    /// <summary>Takes bytes from the front; throws when there are not enough.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> bytes, ulong id)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public ReadOnlySpan<byte> Take(int count)
        {
            if (count > _rest.Length) throw Error("an entry that ends early");
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }

        /// <summary>A length byte and as much printable ASCII or UTF-8, never empty.</summary>
        public string Name()
        {
            var utf8 = Take(Take(1)[0]);
            var isClean = !utf8.IsEmpty && utf8.IndexOfAnyInRange((byte)0, (byte)' ') < 0 && utf8.IndexOfAny("\"\\\u007f"u8) < 0;
            return isClean && System.Text.Unicode.Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw Error("a name that is no name");
        }

        /// <summary>A u16 length and as much UTF-8 without control characters.</summary>
        public string Line()
        {
            var utf8 = Take(BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
            var text = System.Text.Unicode.Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw Error("a text that is no UTF-8");
            return text.Any(char.IsControl) ? throw Error("a text of more than a line") : text;
        }

        public readonly InvalidDataException Error(string what) => new($"event table, event {id}: {what}");
    }
}
