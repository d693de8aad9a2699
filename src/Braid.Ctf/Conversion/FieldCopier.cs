using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Conversion;

/// <summary>Writes the fields that a cursor stands on by the classes that <see cref="SchemaAdapter"/> made of theirs.</summary>
internal sealed class FieldCopier(SchemaAdapter adapter, FieldWriter writer)
{
    public void Copy(FieldValue value, FieldClass target)
    {
        var field = value.Field;
        switch (target)
        {
            case StructureFieldClass structure: CopyMembers(value, structure, 0); break;
            case IntegerFieldClass integer: writer.Write(integer, (ulong)value.AsInt64()); break;
            case BitArrayFieldClass bits: writer.Write(bits, (ulong)value.AsInt64()); break;
            case VariableLengthIntegerFieldClass integer: writer.Write(integer, (ulong)value.AsInt64()); break;
            case FloatFieldClass real: CopyReal(value, real); break;
            case StringFieldClass text:
                if (field.CharacterSize > 1 && text.Encoding == StringEncoding.Utf8) writer.WriteBytes(Encoding.UTF8.GetBytes(value.AsString()));
                else writer.WriteBytes(value.AsBytes());
                writer.WriteZeros(text.Encoding == StringEncoding.Utf8 ? 1 : field.CharacterSize);
                break;
            case StaticLengthStringFieldClass or DynamicLengthStringFieldClass or BlobFieldClass: CopyBytes(value); break;
            case StaticArrayFieldClass or DynamicArrayFieldClass when field.Kind == FieldKind.Blob: CopyBytes(value); break;
            case StaticArrayFieldClass array: CopyElements(value, array, array.Element); break;
            case DynamicArrayFieldClass array: CopyElements(value, array, array.Element); break;
            case VariantFieldClass variant:
                if (value.TryGetContent(out var option)) Copy(option, variant.Options[Option(field, variant, option.Field)].Class);
                break;
            case OptionalFieldClass optional:
                if (value.TryGetContent(out var content)) Copy(content, optional.Content);
                break;
            default: throw new InvalidOperationException(target.GetType().Name);
        }
    }

    /// <summary>The members of <paramref name="target"/> from <paramref name="first"/> on; before them, the writer is aligned to it.</summary>
    public void CopyMembers(FieldValue value, StructureFieldClass target, int first)
    {
        if (first == 0) writer.Align(target.Alignment);
        var next = first;
        foreach (var member in value)
        {
            if (first > 0 && !RewrittenHeads.IsKept(member.Field.Class)) continue;
            if (adapter.IsTag(target.Members[next].Class))
            {
                var tag = (IntegerFieldClass)target.Members[next++].Class;
                var isPresent = member.TryGetContent(out var content);
                writer.Write(tag, !isPresent ? 0 : member.Field.Kind == FieldKind.Optional ? 1 : (ulong)Array.IndexOf(member.Field.Fields, content.Field));
            }

            Copy(member, target.Members[next++].Class);
        }
    }

    /// <summary>The option of the target: an optional field has "none" before its content; options that nothing selects are left out in CTF 2.</summary>
    private static int Option(Field field, VariantFieldClass target, Field chosen)
    {
        if (field.Kind == FieldKind.Optional) return 1;
        var index = Array.IndexOf(field.Fields, chosen);
        return target.Options.Count == field.Fields.Length ? index : field.Ranges.AsSpan(0, index).ToArray().Count(static ranges => ranges.Count > 0);
    }

    private void CopyElements(FieldValue value, FieldClass array, FieldClass element)
    {
        writer.Align(array.Alignment);
        foreach (var item in value) Copy(item, element);
    }

    /// <summary>Text and blobs: as many bytes as their length says, also after a null character.</summary>
    private void CopyBytes(FieldValue value)
    {
        var bytes = value.AsRawBytes();
        writer.WriteBytes(bytes);
    }

    private void CopyReal(FieldValue value, FloatFieldClass real)
    {
        if (real.Size != 128)
        {
            writer.Write(real, value.AsDouble());
            return;
        }

        writer.Align(real.Alignment);
        var (first, second) = value.AsQuadruple();
        var half = new IntegerFieldClass(64, alignment: 1) { ByteOrder = real.ByteOrder };
        writer.Write(half, first);
        writer.Write(half, second);
    }
}
