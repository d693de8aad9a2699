using System.Numerics;
using System.Text.Json;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Reads the field classes of CTF 2; <paramref name="fault"/> makes an error that names the fragment.</summary>
internal sealed class JsonFieldClassReader(Func<string, CtfException> fault)
{
    private const int MaximumFields = 1 << 20;

    private readonly Dictionary<string, FieldClass> _aliases = [];
    private int _fields;

    /// <summary>The clock of fields with a timestamp role.</summary>
    public ClockClass? Clock { get; set; }

    public void AddAlias(string? name, JsonElement field)
    {
        if (name is null || !_aliases.TryAdd(name, Read(field))) throw fault($"a field class alias needs a new name, found '{name}'");
    }

    public FieldClass Read(JsonElement element)
    {
        if (++_fields > MaximumFields) throw fault($"more than {MaximumFields} field classes");
        if (element.ValueKind == JsonValueKind.String)
        {
            var name = element.GetString()!;
            return _aliases.TryGetValue(name, out var alias) ? alias : throw fault($"there is no field class alias '{name}' before this fragment");
        }

        if (element.ValueKind != JsonValueKind.Object) throw fault("expected a field class");
        var type = Text(element, "type") ?? throw fault("a field class needs a type");
        return type switch
        {
            "fixed-length-unsigned-integer" => Integer(element, signed: false),
            "fixed-length-signed-integer" => Integer(element, signed: true),
            "variable-length-unsigned-integer" => VariableLengthInteger(element, signed: false),
            "variable-length-signed-integer" => VariableLengthInteger(element, signed: true),
            "fixed-length-bit-array" => Bits(element, BitArrayKind.Bits),
            "fixed-length-bit-map" => Bits(element, BitArrayKind.Map),
            "fixed-length-boolean" => Bits(element, BitArrayKind.Boolean),
            "fixed-length-floating-point-number" => Float(element),
            "null-terminated-string" => new StringFieldClass { Encoding = Encoding(element) },
            "static-length-string" => new StaticLengthStringFieldClass(Length(element)) { Encoding = Encoding(element) },
            "dynamic-length-string" => new DynamicLengthStringFieldClass(Location(element, "length-field-location")) { Encoding = Encoding(element) },
            "static-length-blob" => new BlobFieldClass(Length(element)) { MediaType = MediaType(element), Roles = Roles(element) },
            "dynamic-length-blob" => new BlobFieldClass(Location(element, "length-field-location")) { MediaType = MediaType(element) },
            "structure" => Structure(element),
            "static-length-array" => new StaticArrayFieldClass(Read(Required(element, "element-field-class")), Length(element), Alignment(element, "minimum-alignment")),
            "dynamic-length-array" => new DynamicArrayFieldClass(
                Read(Required(element, "element-field-class")), Location(element, "length-field-location"), Alignment(element, "minimum-alignment")),
            "optional" => new OptionalFieldClass(Location(element, "selector-field-location"), Read(Required(element, "field-class")),
                element.TryGetProperty("selector-field-ranges", out var ranges) ? Ranges(ranges) : null),
            "variant" => Variant(element),
            _ => throw fault($"expected the type of a field class, found '{type}'"),
        };
    }

    private IntegerFieldClass Integer(JsonElement element, bool signed)
    {
        var roles = Roles(element);
        return new(Size(element), signed, Alignment(element, "alignment"))
        {
            ByteOrder = Order(element),
            MostSignificantBitFirst = BitOrder(element),
            Base = Base(element),
            IsEnumeration = element.TryGetProperty("mappings", out var mappings),
            Mappings = mappings.ValueKind == JsonValueKind.Undefined ? [] : Mappings(mappings),
            Roles = roles,
            Clock = ClockOf(roles),
        };
    }

    private VariableLengthIntegerFieldClass VariableLengthInteger(JsonElement element, bool signed)
    {
        var roles = Roles(element);
        return new(signed)
        {
            Base = Base(element),
            Mappings = element.TryGetProperty("mappings", out var mappings) ? Mappings(mappings) : [],
            Roles = roles,
            Clock = ClockOf(roles),
        };
    }

    private BitArrayFieldClass Bits(JsonElement element, BitArrayKind kind) => new(Size(element), Alignment(element, "alignment"), kind)
    {
        ByteOrder = Order(element),
        MostSignificantBitFirst = BitOrder(element),
        Flags = kind == BitArrayKind.Map ? Mappings(Required(element, "flags")) : [],
    };

    private FloatFieldClass Float(JsonElement element)
    {
        var size = Number(element, "length");
        if (size is not (16 or 32 or 64 or 128)) throw fault("expected a floating-point number of 16, 32, 64 or 128 bits");
        return new((int)size, Alignment(element, "alignment")) { ByteOrder = Order(element) };
    }

    private StructureFieldClass Structure(JsonElement element)
    {
        var members = new List<StructureMember>();
        if (element.TryGetProperty("member-classes", out var list))
        {
            var names = new HashSet<string>();
            foreach (var member in Items(list, "member-classes"))
            {
                var name = Text(member, "name") ?? throw fault("a structure member needs a name");
                if (!names.Add(name)) throw fault($"there are two structure members called '{name}'");
                members.Add(new(name, Read(Required(member, "field-class"))));
            }
        }

        return new(members, Alignment(element, "minimum-alignment"));
    }

    private VariantFieldClass Variant(JsonElement element)
    {
        var options = new List<VariantOption>();
        foreach (var option in Items(Required(element, "options"), "options"))
        {
            options.Add(new(Text(option, "name") ?? "", Ranges(Required(option, "selector-field-ranges")), Read(Required(option, "field-class"))));
        }

        if (options.Count == 0) throw fault("a variant needs options");
        return new(Location(element, "selector-field-location"), options);
    }

    private FieldLocation Location(JsonElement element, string name)
    {
        var location = Required(element, name);
        if (location.ValueKind != JsonValueKind.Object) throw fault($"{name} must have a path");
        FieldScope? origin = Text(location, "origin") switch
        {
            null => null,
            "packet-header" => FieldScope.PacketHeader,
            "packet-context" => FieldScope.PacketContext,
            "event-record-header" => FieldScope.EventHeader,
            "event-record-common-context" => FieldScope.EventCommonContext,
            "event-record-specific-context" => FieldScope.EventSpecificContext,
            "event-record-payload" => FieldScope.EventPayload,
            { } other => throw fault($"expected the name of a scope, found '{other}'"),
        };
        var path = new List<string?>();
        foreach (var item in Items(Required(location, "path"), "path"))
        {
            path.Add(item.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => item.GetString(),
                _ => throw fault("expected a path of names and nulls"),
            });
        }

        if (path.Count == 0 || path[^1] is null) throw fault("expected a path that ends with a name");
        return new(origin, path);
    }

    private List<EnumerationMapping> Mappings(JsonElement mappings)
    {
        if (mappings.ValueKind != JsonValueKind.Object) throw fault("expected an object of labels and ranges");
        var result = new List<EnumerationMapping>();
        foreach (var mapping in mappings.EnumerateObject()) result.Add(new(mapping.Name, Ranges(mapping.Value)));
        return result;
    }

    private List<IntegerRange> Ranges(JsonElement ranges)
    {
        var result = new List<IntegerRange>();
        foreach (var range in Items(ranges, "ranges"))
        {
            if (range.ValueKind != JsonValueKind.Array || range.GetArrayLength() != 2) throw fault("expected a range of two numbers");
            var (lower, upper) = (Bound(range[0]), Bound(range[1]));
            if (lower > upper) throw fault($"the range {lower} to {upper} ends before it starts");
            result.Add(new((long)(ulong)(lower & ulong.MaxValue), (long)(ulong)(upper & ulong.MaxValue)));
        }

        return result;
    }

    private Int128 Bound(JsonElement number)
    {
        if (number.ValueKind == JsonValueKind.Number)
        {
            if (number.TryGetInt64(out var signed)) return signed;
            if (number.TryGetUInt64(out var unsigned)) return unsigned;
        }

        throw fault("expected a 64-bit number");
    }

    private ClockClass? ClockOf(FieldRoles roles) =>
        (roles & (FieldRoles.DefaultClockTimestamp | FieldRoles.PacketEndDefaultClockTimestamp)) != 0
            ? Clock ?? throw fault("a timestamp needs a data stream class with a default clock class")
            : null;

    private FieldRoles Roles(JsonElement element)
    {
        var roles = FieldRoles.None;
        if (element.TryGetProperty("roles", out var list))
        {
            foreach (var role in Items(list, "roles"))
            {
                if (role.ValueKind == JsonValueKind.String) roles |= JsonFieldClassWriter.Role(role.GetString()!);
            }
        }

        return roles;
    }

    private int Size(JsonElement element) =>
        Number(element, "length") is { } size and >= 1 and <= 64 ? (int)size : throw fault("expected a length of 1 to 64 bits");

    private int Alignment(JsonElement element, string name)
    {
        var alignment = Number(element, name) ?? 1;
        return BitOperations.IsPow2(alignment) && alignment <= 1 << 16 ? (int)alignment : throw fault($"{name} must be a power of two up to 65536");
    }

    private ulong Length(JsonElement element) => Number(element, "length") ?? throw fault("expected the property length");

    private ByteOrder Order(JsonElement element) => Text(element, "byte-order") switch
    {
        "little-endian" => ByteOrder.LittleEndian,
        "big-endian" => ByteOrder.BigEndian,
        _ => throw fault("byte-order must be little-endian or big-endian"),
    };

    private bool? BitOrder(JsonElement element) => Text(element, "bit-order") switch
    {
        null => null,
        "first-to-last" => false,
        "last-to-first" => true,
        _ => throw fault("bit-order must be first-to-last or last-to-first"),
    };

    private DisplayBase Base(JsonElement element) => Number(element, "preferred-display-base") switch
    {
        null => DisplayBase.Decimal,
        { } value and (2 or 8 or 10 or 16) => (DisplayBase)value,
        _ => throw fault("preferred-display-base must be 2, 8, 10 or 16"),
    };

    private StringEncoding Encoding(JsonElement element) => Text(element, "encoding") switch
    {
        null or "utf-8" => StringEncoding.Utf8,
        "utf-16be" => StringEncoding.Utf16BigEndian,
        "utf-16le" => StringEncoding.Utf16LittleEndian,
        "utf-32be" => StringEncoding.Utf32BigEndian,
        "utf-32le" => StringEncoding.Utf32LittleEndian,
        _ => throw fault("expected the encoding utf-8, utf-16be, utf-16le, utf-32be or utf-32le"),
    };

    private string MediaType(JsonElement element) => Text(element, "media-type") ?? "application/octet-stream";

    private JsonElement Required(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : throw fault($"expected the property {name}");

    private string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) throw fault("expected an object");
        if (!element.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw fault($"{name} must be a string");
    }

    private ulong? Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out var number) ? number : throw fault($"{name} must be an unsigned integer");
    }

    private JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw fault($"{name} must be an array");
}
