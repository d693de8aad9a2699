using System.Globalization;
using System.Text;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Writes the field classes of TSDL, each in place: there are no aliases to look up.</summary>
internal sealed class TsdlTypeWriter(TraceClass trace)
{
    /// <summary>True while the members written are escaped as LTTng escapes those of events.</summary>
    private bool _escapeAll;

    private FieldScope _scope;

    public void AppendScope(StringBuilder text, StructureFieldClass structure, FieldScope scope)
    {
        _scope = scope;
        _escapeAll = scope > FieldScope.EventHeader;
        AppendStructure(text, structure, 1, scope);
    }

    private void AppendStructure(StringBuilder text, StructureFieldClass structure, int depth, FieldScope? roleScope)
    {
        text.Append("struct {\n");
        foreach (var member in structure.Members)
        {
            Indent(text, depth + 1);
            AppendDeclaration(text, member.Class, CanonicalName(member, roleScope) ?? Plain(member, roleScope), depth + 1);
            text.Append(";\n");
        }

        Indent(text, depth);
        text.Append('}');
        if (structure.MinimumAlignment > 1) text.Append(CultureInfo.InvariantCulture, $" align({structure.MinimumAlignment})");
    }

    /// <summary>A field with its name: what follows the name (array lengths) is collected from outside to inside.</summary>
    private void AppendDeclaration(StringBuilder text, FieldClass field, string name, int depth)
    {
        var lengths = "";
        for (var isArray = true; isArray;)
        {
            switch (field)
            {
                case StaticArrayFieldClass { MinimumAlignment: 1 } array:
                    lengths += $"[{array.Length}]";
                    field = array.Element;
                    break;
                case DynamicArrayFieldClass { MinimumAlignment: 1 } array:
                    lengths += $"[{Path(array.Length)}]";
                    field = array.Element;
                    break;
                case BlobFieldClass { LengthLocation: null, Roles: FieldRoles.MetadataStreamUuid } blob:
                    lengths += $"[{blob.Length}]";
                    field = new IntegerFieldClass(8);
                    break;
                default:
                    isArray = false;
                    break;
            }
        }

        switch (field)
        {
            case StaticLengthStringFieldClass { Encoding: StringEncoding.Utf8 } array:
                lengths += $"[{array.Length}]";
                text.Append("integer { size = 8; align = 8; signed = 0; encoding = UTF8; base = 10; }");
                break;
            case DynamicLengthStringFieldClass { Encoding: StringEncoding.Utf8 } sequence:
                lengths += $"[{Path(sequence.Length)}]";
                text.Append("integer { size = 8; align = 8; signed = 0; encoding = UTF8; base = 10; }");
                break;
            case StringFieldClass { Encoding: StringEncoding.Utf8 }:
                text.Append("string");
                break;
            case IntegerFieldClass integer:
                AppendInteger(text, integer, depth);
                break;
            case FloatFieldClass { Size: 32 or 64 } real:
                AppendFloat(text, real);
                break;
            case StructureFieldClass structure:
                AppendStructure(text, structure, depth, null);
                break;
            case VariantFieldClass variant:
                AppendVariant(text, variant, depth);
                break;
            default:
                throw new NotSupportedException($"CTF 1.8 cannot express the class of field {name}: {field.GetType().Name}");
        }

        text.Append(' ').Append(name).Append(lengths);
    }

    private void AppendInteger(StringBuilder text, IntegerFieldClass integer, int depth)
    {
        if (integer.MostSignificantBitFirst is { } first && first != (integer.ByteOrder == ByteOrder.BigEndian))
        {
            throw new NotSupportedException("CTF 1.8 cannot express a bit order that is not that of the byte order");
        }

        if (integer.IsEnumeration) text.Append("enum : ");
        text.Append(CultureInfo.InvariantCulture,
            $"integer {{ size = {integer.Size}; align = {integer.Alignment}; signed = {(integer.IsSigned ? 1 : 0)}; ");
        if (integer.ByteOrder != trace.NativeByteOrder) AppendByteOrder(text, integer.ByteOrder);
        text.Append(CultureInfo.InvariantCulture, $"encoding = none; base = {(int)integer.Base}; ");
        if (integer.Clock is { } clock) text.Append("map = clock.").Append(TsdlNames.Identifier(clock.Name)).Append(".value; ");
        text.Append('}');
        if (!integer.IsEnumeration) return;
        text.Append(" {\n");
        foreach (var mapping in integer.Mappings)
        {
            foreach (var range in mapping.Ranges)
            {
                Indent(text, depth + 1);
                TsdlText.AppendQuoted(text, mapping.Label);
                text.Append(" = ").Append(Number(range.Lower, integer.IsSigned));
                if (range.Upper != range.Lower) text.Append(" ... ").Append(Number(range.Upper, integer.IsSigned));
                text.Append(",\n");
            }
        }

        Indent(text, depth);
        text.Append('}');
    }

    private void AppendFloat(StringBuilder text, FloatFieldClass real)
    {
        text.Append(real.Size == 64
            ? "floating_point { exp_dig = 11; mant_dig = 53; "
            : "floating_point { exp_dig = 8; mant_dig = 24; ");
        if (real.ByteOrder != trace.NativeByteOrder) AppendByteOrder(text, real.ByteOrder);
        text.Append(CultureInfo.InvariantCulture, $"align = {real.Alignment}; }}");
    }

    private void AppendVariant(StringBuilder text, VariantFieldClass variant, int depth)
    {
        text.Append("variant <").Append(Path(variant.Selector)).Append("> {\n");
        foreach (var option in variant.Options)
        {
            Indent(text, depth + 1);
            AppendDeclaration(text, option.Class, TsdlNames.EscapeIfNeeded(option.Name), depth + 1);
            text.Append(";\n");
        }

        Indent(text, depth);
        text.Append('}');
    }

    /// <summary>The path to a length or selector: relative paths climb by scoping alone, as TSDL has no "parent".</summary>
    private string Path(FieldLocation location)
    {
        var names = location.Path.Where(name => name is not null).Select(name => name!);
        if (location.Origin is not { } origin || origin == _scope) return string.Join('.', names.Select(Escape));
        var prefix = origin switch
        {
            FieldScope.PacketHeader => "trace.packet.header.",
            FieldScope.PacketContext => "stream.packet.context.",
            FieldScope.EventHeader => "stream.event.header.",
            FieldScope.EventCommonContext => "stream.event.context.",
            FieldScope.EventSpecificContext => "event.context.",
            _ => "event.fields.",
        };
        return prefix + string.Join('.', names.Select(name => origin > FieldScope.EventHeader ? TsdlNames.Escape(name) : TsdlNames.EscapeIfNeeded(name)));
    }

    /// <summary>A name that means no role where the field has none.</summary>
    private string Plain(StructureMember member, FieldScope? scope) =>
        scope is { } known && TsdlRoles.Of(known, member.Name) != FieldRoles.None && member.Class is IntegerFieldClass or StringFieldClass
            ? TsdlNames.Escape(member.Name) : Escape(member.Name);

    private string Escape(string name) => _escapeAll ? TsdlNames.Escape(name) : TsdlNames.EscapeIfNeeded(name);

    /// <summary>CTF 1.8 knows roles by name, so a field with a role takes the name that means it.</summary>
    private static string? CanonicalName(StructureMember member, FieldScope? scope)
    {
        var roles = member.Class switch
        {
            IntegerFieldClass integer => integer.Roles,
            StaticArrayFieldClass array => array.Roles,
            BlobFieldClass blob => blob.Roles,
            _ => FieldRoles.None,
        };
        return (scope, roles) switch
        {
            (_, FieldRoles.None) => null,
            (FieldScope.PacketHeader, FieldRoles.PacketMagicNumber) => "magic",
            (FieldScope.PacketHeader, FieldRoles.MetadataStreamUuid) => "uuid",
            (FieldScope.PacketHeader, FieldRoles.DataStreamClassId) => "stream_id",
            (FieldScope.PacketHeader, FieldRoles.DataStreamId) => "stream_instance_id",
            (FieldScope.PacketContext, FieldRoles.PacketTotalLength) => "packet_size",
            (FieldScope.PacketContext, FieldRoles.PacketContentLength) => "content_size",
            (FieldScope.PacketContext, FieldRoles.DefaultClockTimestamp) => "timestamp_begin",
            (FieldScope.PacketContext, FieldRoles.PacketEndDefaultClockTimestamp) => "timestamp_end",
            (FieldScope.PacketContext, FieldRoles.DiscardedEventRecordCounterSnapshot) => "events_discarded",
            (FieldScope.PacketContext, FieldRoles.PacketSequenceNumber) => "packet_seq_num",
            (FieldScope.EventHeader, FieldRoles.EventRecordClassId) => "id",
            (FieldScope.EventHeader, FieldRoles.DefaultClockTimestamp) => "timestamp",
            _ => null,
        };
    }

    private static string Number(long pattern, bool signed) =>
        signed ? pattern.ToString(CultureInfo.InvariantCulture) : ((ulong)pattern).ToString(CultureInfo.InvariantCulture);

    private static void AppendByteOrder(StringBuilder text, ByteOrder order) =>
        text.Append(order == ByteOrder.LittleEndian ? "byte_order = le; " : "byte_order = be; ");

    private static void Indent(StringBuilder text, int depth) => text.Append('\t', depth);
}
