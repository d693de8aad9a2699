using System.Text.Json;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Writes field classes as CTF 2 JSON values.</summary>
internal static class JsonFieldClassWriter
{
    private static readonly (FieldRoles Role, string Name)[] s_roles =
    [
        (FieldRoles.PacketMagicNumber, "packet-magic-number"),
        (FieldRoles.MetadataStreamUuid, "metadata-stream-uuid"),
        (FieldRoles.DataStreamClassId, "data-stream-class-id"),
        (FieldRoles.DataStreamId, "data-stream-id"),
        (FieldRoles.PacketTotalLength, "packet-total-length"),
        (FieldRoles.PacketContentLength, "packet-content-length"),
        (FieldRoles.DefaultClockTimestamp, "default-clock-timestamp"),
        (FieldRoles.PacketEndDefaultClockTimestamp, "packet-end-default-clock-timestamp"),
        (FieldRoles.DiscardedEventRecordCounterSnapshot, "discarded-event-record-counter-snapshot"),
        (FieldRoles.PacketSequenceNumber, "packet-sequence-number"),
        (FieldRoles.EventRecordClassId, "event-record-class-id"),
    ];

    public static FieldRoles Role(string name) => s_roles.FirstOrDefault(role => role.Name == name).Role;

    public static void WriteScope(Utf8JsonWriter json, string name, StructureFieldClass? structure)
    {
        if (structure is null) return;
        json.WritePropertyName(name);
        Write(json, structure);
    }

    private static void Write(Utf8JsonWriter json, FieldClass field)
    {
        json.WriteStartObject();
        switch (field)
        {
            case IntegerFieldClass integer: WriteInteger(json, integer); break;
            case VariableLengthIntegerFieldClass integer: WriteVariableLengthInteger(json, integer); break;
            case BitArrayFieldClass bits: WriteBits(json, bits); break;
            case FloatFieldClass real:
                WriteFixedLength(json, "fixed-length-floating-point-number", real.Size, real.Alignment, real.ByteOrder, null);
                break;
            case StringFieldClass text:
                json.WriteString("type", "null-terminated-string");
                WriteEncoding(json, text.Encoding);
                break;
            case StaticLengthStringFieldClass text:
                json.WriteString("type", "static-length-string");
                json.WriteNumber("length", text.Length);
                WriteEncoding(json, text.Encoding);
                break;
            case DynamicLengthStringFieldClass text:
                json.WriteString("type", "dynamic-length-string");
                WriteLocation(json, "length-field-location", text.Length);
                WriteEncoding(json, text.Encoding);
                break;
            case BlobFieldClass blob: WriteBlob(json, blob); break;
            case StructureFieldClass structure: WriteStructure(json, structure); break;
            case StaticArrayFieldClass { Roles: FieldRoles.MetadataStreamUuid } uuid:
                WriteBlob(json, new BlobFieldClass(uuid.Length) { Roles = uuid.Roles });
                break;
            case StaticArrayFieldClass array:
                json.WriteString("type", "static-length-array");
                json.WriteNumber("length", array.Length);
                WriteElement(json, array.Element, array.MinimumAlignment);
                break;
            case DynamicArrayFieldClass array:
                json.WriteString("type", "dynamic-length-array");
                WriteLocation(json, "length-field-location", array.Length);
                WriteElement(json, array.Element, array.MinimumAlignment);
                break;
            case OptionalFieldClass optional:
                json.WriteString("type", "optional");
                WriteLocation(json, "selector-field-location", optional.Selector);
                if (optional.Ranges is { } ranges) WriteRanges(json, "selector-field-ranges", ranges, ranges.All(range => range.Lower >= 0));
                json.WritePropertyName("field-class");
                Write(json, optional.Content);
                break;
            case VariantFieldClass variant: WriteVariant(json, variant); break;
            default: throw new NotSupportedException($"CTF 2 cannot express {field.GetType().Name}");
        }

        json.WriteEndObject();
    }

    private static void WriteInteger(Utf8JsonWriter json, IntegerFieldClass integer)
    {
        WriteFixedLength(json, integer.IsSigned ? "fixed-length-signed-integer" : "fixed-length-unsigned-integer",
            integer.Size, integer.Alignment, integer.ByteOrder, integer.MostSignificantBitFirst);
        WriteIntegerTail(json, integer.Base, integer.Mappings, integer.IsSigned, integer.Roles);
    }

    private static void WriteVariableLengthInteger(Utf8JsonWriter json, VariableLengthIntegerFieldClass integer)
    {
        json.WriteString("type", integer.IsSigned ? "variable-length-signed-integer" : "variable-length-unsigned-integer");
        WriteIntegerTail(json, integer.Base, integer.Mappings, integer.IsSigned, integer.Roles);
    }

    private static void WriteBits(Utf8JsonWriter json, BitArrayFieldClass bits)
    {
        var type = bits.Kind switch
        {
            BitArrayKind.Map => "fixed-length-bit-map",
            BitArrayKind.Boolean => "fixed-length-boolean",
            _ => "fixed-length-bit-array",
        };
        WriteFixedLength(json, type, bits.Size, bits.Alignment, bits.ByteOrder, bits.MostSignificantBitFirst);
        if (bits.Kind == BitArrayKind.Map) WriteMappings(json, "flags", bits.Flags, signed: false);
    }

    private static void WriteBlob(Utf8JsonWriter json, BlobFieldClass blob)
    {
        json.WriteString("type", blob.LengthLocation is null ? "static-length-blob" : "dynamic-length-blob");
        if (blob.LengthLocation is { } location) WriteLocation(json, "length-field-location", location);
        else json.WriteNumber("length", blob.Length);
        if (blob.MediaType != "application/octet-stream") json.WriteString("media-type", blob.MediaType);
        WriteRoles(json, blob.Roles);
    }

    private static void WriteStructure(Utf8JsonWriter json, StructureFieldClass structure)
    {
        json.WriteString("type", "structure");
        if (structure.MinimumAlignment > 1) json.WriteNumber("minimum-alignment", structure.MinimumAlignment);
        json.WriteStartArray("member-classes");
        foreach (var member in structure.Members)
        {
            json.WriteStartObject();
            json.WriteString("name", member.Name);
            json.WritePropertyName("field-class");
            Write(json, member.Class);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteVariant(Utf8JsonWriter json, VariantFieldClass variant)
    {
        json.WriteString("type", "variant");
        WriteLocation(json, "selector-field-location", variant.Selector);
        json.WriteStartArray("options");
        foreach (var option in variant.Options)
        {
            json.WriteStartObject();
            json.WriteString("name", option.Name);
            WriteRanges(json, "selector-field-ranges", option.Ranges, signed: true);
            json.WritePropertyName("field-class");
            Write(json, option.Class);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteElement(Utf8JsonWriter json, FieldClass element, int alignment)
    {
        if (alignment > 1) json.WriteNumber("minimum-alignment", alignment);
        json.WritePropertyName("element-field-class");
        Write(json, element);
    }

    private static void WriteFixedLength(Utf8JsonWriter json, string type, int size, int alignment, ByteOrder order, bool? mostSignificantFirst)
    {
        json.WriteString("type", type);
        json.WriteNumber("length", size);
        if (alignment > 1) json.WriteNumber("alignment", alignment);
        json.WriteString("byte-order", order == ByteOrder.LittleEndian ? "little-endian" : "big-endian");
        if (mostSignificantFirst is { } first) json.WriteString("bit-order", first ? "last-to-first" : "first-to-last");
    }

    private static void WriteIntegerTail(
        Utf8JsonWriter json, DisplayBase displayBase, IReadOnlyList<EnumerationMapping> mappings, bool signed, FieldRoles roles)
    {
        if (displayBase != DisplayBase.Decimal) json.WriteNumber("preferred-display-base", (int)displayBase);
        if (mappings.Count > 0) WriteMappings(json, "mappings", mappings, signed);
        WriteRoles(json, roles);
    }

    private static void WriteMappings(Utf8JsonWriter json, string name, IReadOnlyList<EnumerationMapping> mappings, bool signed)
    {
        // A label is a key here, so the ranges of a repeated one are joined.
        json.WriteStartObject(name);
        foreach (var group in mappings.GroupBy(mapping => mapping.Label))
        {
            WriteRanges(json, group.Key, group.SelectMany(mapping => mapping.Ranges), signed);
        }

        json.WriteEndObject();
    }

    private static void WriteRanges(Utf8JsonWriter json, string name, IEnumerable<IntegerRange> ranges, bool signed)
    {
        json.WriteStartArray(name);
        foreach (var range in ranges)
        {
            json.WriteStartArray();
            foreach (var bound in (ReadOnlySpan<long>)[range.Lower, range.Upper])
            {
                if (signed) json.WriteNumberValue(bound);
                else json.WriteNumberValue((ulong)bound);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter json, string name, FieldLocation location)
    {
        json.WriteStartObject(name);
        if (location.Origin is { } origin) json.WriteString("origin", OriginName(origin));
        json.WriteStartArray("path");
        foreach (var element in location.Path)
        {
            if (element is null) json.WriteNullValue();
            else json.WriteStringValue(element);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEncoding(Utf8JsonWriter json, StringEncoding encoding)
    {
        if (encoding == StringEncoding.Utf8) return;
        json.WriteString("encoding", encoding switch
        {
            StringEncoding.Utf16BigEndian => "utf-16be",
            StringEncoding.Utf16LittleEndian => "utf-16le",
            StringEncoding.Utf32BigEndian => "utf-32be",
            _ => "utf-32le",
        });
    }

    private static void WriteRoles(Utf8JsonWriter json, FieldRoles roles)
    {
        if (roles == FieldRoles.None) return;
        json.WriteStartArray("roles");
        foreach (var (role, name) in s_roles)
        {
            if ((roles & role) != 0) json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static string OriginName(FieldScope scope) => scope switch
    {
        FieldScope.PacketHeader => "packet-header",
        FieldScope.PacketContext => "packet-context",
        FieldScope.EventHeader => "event-record-header",
        FieldScope.EventCommonContext => "event-record-common-context",
        FieldScope.EventSpecificContext => "event-record-specific-context",
        _ => "event-record-payload",
    };
}
