using System.Globalization;
using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Tests;

/// <summary>A trace of one random event class with random values, which are noted as they are written.</summary>
internal sealed class RandomTrace(int seed, CtfVersion version)
{
    private readonly Random _random = new(seed);
    private readonly FieldWriter _writer = new();
    private readonly StringBuilder _values = new();
    private ByteOrder _order;

    /// <summary>Writes metadata and one stream; returns the values of each event.</summary>
    public List<string> Write(string path)
    {
        Directory.CreateDirectory(path);
        _order = (ByteOrder)_random.Next(2);
        var length = new IntegerFieldClass(64) { ByteOrder = _order, Roles = FieldRoles.PacketContentLength };
        var total = new IntegerFieldClass(64) { ByteOrder = _order, Roles = FieldRoles.PacketTotalLength };
        var trace = new TraceClass { Version = version, NativeByteOrder = _order };
        var stream = new StreamClass { PacketContext = new([new("content_size", length), new("packet_size", total)]) };
        var payload = new StructureFieldClass([new("first", Integer(8 * _random.Next(1, 9))), .. Structure(2).Members]);
        stream.Events.Add(new() { Name = "random", Payload = payload });
        trace.Streams.Add(stream);
        using (var metadata = File.Create(Path.Combine(path, "metadata"))) MetadataWriter.Write(trace, metadata);

        _writer.Write(length, 0);
        _writer.Write(total, 0);
        var events = new List<string>();
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            _values.Clear();
            Write(payload, null);
            events.Add(_values.ToString());
        }

        var content = _writer.Position;
        _writer.Align(8);
        _writer.Patch(0, length, (ulong)content);
        _writer.Patch(64, total, (ulong)_writer.Position);
        File.WriteAllBytes(Path.Combine(path, "stream"), _writer.Written);
        return events;
    }

    /// <summary>What <see cref="Write(string)"/> notes, of a field that is read.</summary>
    public static void Note(FieldValue value, StringBuilder to)
    {
        switch (value.Field.Kind)
        {
            case FieldKind.Structure or FieldKind.Array:
                to.Append('{');
                foreach (var item in value) Note(item, to);
                to.Append('}');
                break;
            case FieldKind.Variant or FieldKind.Optional:
                if (value.TryGetContent(out var content)) Note(content, to);
                else to.Append("none;");
                break;
            case FieldKind.Real: to.Append(CultureInfo.InvariantCulture, $"{value.AsDouble():R};"); break;
            case FieldKind.String or FieldKind.Text: to.Append(value.AsString()).Append(';'); break;
            case FieldKind.Blob: to.Append(Convert.ToHexString(value.AsBytes())).Append(';'); break;
            default: to.Append(CultureInfo.InvariantCulture, $"{value.AsInt64()};"); break;
        }
    }

    private IntegerFieldClass Integer(int size, bool signed = false) => new(size, signed, 1 << _random.Next(6)) { ByteOrder = _order };

    private StructureFieldClass Structure(int depth)
    {
        var members = new List<StructureMember>();
        for (var i = _random.Next(7); i > 0; i--)
        {
            var name = $"m{members.Count}";
            switch (_random.Next(version == CtfVersion.Ctf2 ? 5 : 4))
            {
                case 0:
                    members.Add(new($"{name}_len", Integer(_random.Next(3, 65))));
                    var at = FieldLocation.Sibling($"{name}_len");
                    members.Add(new(name, _random.Next(version == CtfVersion.Ctf2 ? 3 : 2) switch { 0 => new DynamicLengthStringFieldClass(at), 1 => new DynamicArrayFieldClass(Any(depth - 1), at), _ => new BlobFieldClass(at) }));
                    break;
                case 1 when depth > 0:
                    EnumerationMapping[] labels = [new("a", 0), new("b", [new(1, 2)])];
                    members.Add(new($"{name}_tag", new IntegerFieldClass(_random.Next(2, 33), false, 1 << _random.Next(4)) { ByteOrder = _order, IsEnumeration = true, Mappings = labels }));
                    members.Add(new(name, new VariantFieldClass(FieldLocation.Sibling($"{name}_tag"), [new("a", labels[0].Ranges, Any(depth - 1)), new("b", labels[1].Ranges, Any(depth - 1))])));
                    break;
                case 4:
                    members.Add(new($"{name}_has", new BitArrayFieldClass(_random.Next(1, 9), 1, BitArrayKind.Boolean) { ByteOrder = _order }));
                    members.Add(new(name, new OptionalFieldClass(FieldLocation.Sibling($"{name}_has"), Any(depth - 1))));
                    break;
                default:
                    members.Add(new(name, Any(depth)));
                    break;
            }
        }

        return new(members, 1 << _random.Next(5));
    }

    private FieldClass Any(int depth) => _random.Next(version == CtfVersion.Ctf2 ? 12 : 8) switch
    {
        0 or 1 => Integer(_random.Next(1, 65), _random.Next(2) == 0),
        2 => new StringFieldClass(),
        3 => new StaticLengthStringFieldClass((ulong)_random.Next(1, 9)),
        4 => new FloatFieldClass(_random.Next(2) == 0 ? 32 : 64, 1 << _random.Next(6)) { ByteOrder = _order },
        5 when depth > 0 => new StaticArrayFieldClass(Any(depth - 1), (ulong)_random.Next(4)),
        6 when depth > 0 => Structure(depth - 1),
        8 => new VariableLengthIntegerFieldClass(_random.Next(2) == 0),
        9 => new BlobFieldClass((ulong)_random.Next(5)),
        10 => new FloatFieldClass(_random.Next(2) == 0 ? 16 : 128, 8) { ByteOrder = _order },
        11 => new StringFieldClass { Encoding = StringEncoding.Utf16LittleEndian },
        _ => Integer(_random.Next(1, 65)),
    };

    /// <summary>Writes a random value; <paramref name="below"/> bounds the one of a length or selector.</summary>
    private void Write(FieldClass field, int? below)
    {
        switch (field)
        {
            case StructureFieldClass structure:
                _writer.Align(structure.Alignment);
                _values.Append('{');
                WriteMembers(structure);
                _values.Append('}');
                break;
            case IntegerFieldClass integer:
                var value = below is { } bound ? (ulong)_random.Next(bound) : (ulong)_random.NextInt64(long.MinValue, long.MaxValue);
                _writer.Write(integer, value);
                NoteNumber(integer.IsSigned ? (long)(value << (64 - integer.Size)) >> (64 - integer.Size) : (long)(value << (64 - integer.Size) >> (64 - integer.Size)));
                break;
            case BitArrayFieldClass bits:
                var isSet = (ulong)_random.Next(2);
                _writer.Write(bits, isSet);
                NoteNumber((long)isSet);
                break;
            case VariableLengthIntegerFieldClass integer:
                var number = _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64);
                _writer.Write(integer, (ulong)number);
                NoteNumber(number);
                break;
            case FloatFieldClass real:
                var exact = _random.Next(-1000, 1000) * 0.25;
                _writer.Write(real, exact);
                _values.Append(CultureInfo.InvariantCulture, $"{exact:R};");
                break;
            case StringFieldClass text: WriteText(text.Encoding, _random.Next(6), true); break;
            case StaticLengthStringFieldClass text: WriteText(StringEncoding.Utf8, (int)text.Length, false); break;
            case DynamicLengthStringFieldClass: WriteText(StringEncoding.Utf8, _last, false); break;
            case BlobFieldClass blob:
                var bytes = new byte[blob.LengthLocation is null ? (int)blob.Length : _last];
                _random.NextBytes(bytes);
                _writer.WriteBytes(bytes);
                _values.Append(Convert.ToHexString(bytes)).Append(';');
                break;
            case StaticArrayFieldClass array: WriteElements(array, array.Element, (int)array.Length); break;
            case DynamicArrayFieldClass array: WriteElements(array, array.Element, _last); break;
            case VariantFieldClass variant: Write(variant.Options.First(option => option.Ranges[0].Contains(_last, false)).Class, null); break;
            case OptionalFieldClass optional:
                if (_last != 0) Write(optional.Content, null);
                else _values.Append("none;");
                break;
            default: throw new InvalidOperationException(field.GetType().Name);
        }
    }

    /// <summary>The length or selector written last.</summary>
    private int _last;

    private void WriteMembers(StructureFieldClass structure)
    {
        foreach (var (name, field) in structure.Members) Write(field, name.EndsWith("_len", StringComparison.Ordinal) ? 5 : name.EndsWith("_tag", StringComparison.Ordinal) ? 3 : null);
    }

    private void NoteNumber(long value)
    {
        _last = (int)value;
        _values.Append(CultureInfo.InvariantCulture, $"{value};");
    }

    private void WriteElements(FieldClass array, FieldClass element, int count)
    {
        _writer.Align(array.Alignment);
        _values.Append('{');
        for (; count > 0; count--) Write(element, null);
        _values.Append('}');
    }

    private void WriteText(StringEncoding encoding, int length, bool isEnded)
    {
        var text = string.Create(length, _random, static (span, random) =>
        {
            foreach (ref var letter in span) letter = (char)random.Next('a', 'z' + 1);
        });
        var bytes = (encoding == StringEncoding.Utf8 ? Encoding.UTF8 : Encoding.Unicode).GetBytes(text);
        _writer.WriteBytes(bytes);
        if (isEnded) _writer.WriteZeros(encoding == StringEncoding.Utf8 ? 1 : 2);
        _values.Append(text).Append(';');
    }
}
