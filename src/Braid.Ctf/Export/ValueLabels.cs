using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Export;

/// <summary>The labels of an enumeration or the flags of a bit map.</summary>
internal sealed class ValueLabels
{
    private readonly IReadOnlyList<EnumerationMapping> _mappings;
    private readonly bool _isSigned;

    private ValueLabels(IReadOnlyList<EnumerationMapping> mappings, bool isSigned)
    {
        _mappings = mappings;
        _isSigned = isSigned;
        Texts = [.. mappings.Select(static mapping => Encoding.UTF8.GetBytes(mapping.Label))];
    }

    /// <summary>The labels in UTF-8, by the number of the mapping.</summary>
    public byte[][] Texts { get; }

    /// <summary>The labels of the values of <paramref name="field"/>; null when it is neither an enumeration nor a bit map.</summary>
    public static ValueLabels? Of(Field field) => field.Class switch
    {
        IntegerFieldClass { IsEnumeration: true } integer => new(integer.Mappings, integer.IsSigned),
        VariableLengthIntegerFieldClass { Mappings.Count: > 0 } integer => new(integer.Mappings, integer.IsSigned),
        BitArrayFieldClass { Kind: BitArrayKind.Map } bits => new(bits.Flags, false),
        _ => null,
    };

    /// <summary>The next mapping from <paramref name="start"/> on that holds for an enumeration's value; -1 for none.</summary>
    public int FindValue(long value, int start)
    {
        for (var i = start; i < _mappings.Count; i++)
        {
            for (var j = 0; j < _mappings[i].Ranges.Count; j++)
            {
                if (_mappings[i].Ranges[j].Contains(value, _isSigned)) return i;
            }
        }

        return -1;
    }

    /// <summary>The next flag from <paramref name="start"/> on of which a bit is set; -1 for none.</summary>
    public int FindFlag(ulong value, int start)
    {
        for (var i = start; i < _mappings.Count; i++)
        {
            for (var j = 0; j < _mappings[i].Ranges.Count; j++)
            {
                if ((value & Mask(_mappings[i].Ranges[j])) != 0) return i;
            }
        }

        return -1;
    }

    private static ulong Mask(IntegerRange bits)
    {
        if (bits.Lower > 63) return 0;
        var above = bits.Upper >= 63 ? 0 : ulong.MaxValue << (int)(bits.Upper + 1);
        return (ulong.MaxValue << (int)bits.Lower) & ~above;
    }
}
