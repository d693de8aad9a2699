using System.Globalization;
using Braid.Ctf.Schema;

namespace Braid.Cli.Terminal;

/// <summary>Says the type of a field in one word or a few: <c>int32</c>, <c>uint64 hex</c>, <c>char[16]</c>, <c>uint8[len]</c>.</summary>
internal static class FieldTypeText
{
    /// <summary>The text for <paramref name="type"/>.</summary>
    public static string Of(FieldClass type) => type switch
    {
        IntegerFieldClass integer => Integer(integer),
        FloatFieldClass real => string.Create(CultureInfo.InvariantCulture, $"float{real.Size}"),
        StringFieldClass => "string",
        StaticLengthStringFieldClass text => $"char[{text.Length}]",
        DynamicLengthStringFieldClass text => $"char[{Path(text.Length)}]",
        StaticArrayFieldClass array => $"{Of(array.Element)}[{array.Length}]",
        DynamicArrayFieldClass array => $"{Of(array.Element)}[{Path(array.Length)}]",
        VariableLengthIntegerFieldClass integer => WithLabels($"var{(integer.IsSigned ? "" : "u")}int", integer.Base, integer.Mappings),
        BitArrayFieldClass { Kind: BitArrayKind.Boolean } flag => $"bool{flag.Size}",
        BitArrayFieldClass { Kind: BitArrayKind.Map } flags => $"flags{flags.Size} {{ {string.Join(", ", flags.Flags.Select(Mapping))} }}",
        BitArrayFieldClass bits => $"bits{bits.Size}",
        BlobFieldClass blob => $"blob[{(blob.LengthLocation is { } length ? Path(length) : $"{blob.Length}")}] {blob.MediaType}",
        VariantFieldClass variant => $"variant by {Path(variant.Selector)} {{ {string.Join("; ", variant.Options.Select(o => $"{Of(o.Class)} {o.Name}"))} }}",
        OptionalFieldClass optional => $"optional by {Path(optional.Selector)} {Of(optional.Content)}",
        StructureFieldClass structure => $"{{ {string.Join("; ", structure.Members.Select(m => $"{Of(m.Class)} {m.Name}"))} }}",
        _ => type.GetType().Name,
    };

    private static string Integer(IntegerFieldClass integer) => WithLabels($"{(integer.IsSigned ? "" : "u")}int{integer.Size}", integer.Base, integer.Mappings);

    private static string WithLabels(string name, DisplayBase displayBase, IReadOnlyList<EnumerationMapping> labels)
    {
        if (labels.Count > 0) return $"enum {name} {{ {string.Join(", ", labels.Select(Mapping))} }}";
        return displayBase switch
        {
            DisplayBase.Hexadecimal => name + " hex",
            DisplayBase.Octal => name + " oct",
            DisplayBase.Binary => name + " bin",
            _ => name,
        };
    }

    private static string Mapping(EnumerationMapping mapping) => $"{mapping.Label} = {string.Join(", ", mapping.Ranges.Select(Range))}";

    private static string Range(IntegerRange range) => range.Lower == range.Upper ? $"{range.Lower}" : $"{range.Lower} … {range.Upper}";

    private static string Path(FieldLocation location) => string.Join('.', location.Path.Select(static name => name ?? ".."));
}
