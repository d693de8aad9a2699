using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>A type as TSDL declares it: names of tags and lengths are not resolved yet, so it may be used in several places.</summary>
internal abstract class TsdlType
{
    /// <summary>An integer; with <see cref="Labels"/> an enumeration.</summary>
    internal sealed class Integer : TsdlType
    {
        public int Size { get; set; }
        public int Alignment { get; set; }
        public bool IsSigned { get; set; }
        public ByteOrder ByteOrder { get; set; }
        public DisplayBase Base { get; set; } = DisplayBase.Decimal;
        public bool IsText { get; set; }
        public string? Clock { get; set; }
        public List<EnumerationMapping>? Labels { get; set; }

        public Integer Enumerate(List<EnumerationMapping> labels) => new()
        {
            Size = Size, Alignment = Alignment, IsSigned = IsSigned, ByteOrder = ByteOrder, Base = Base, Clock = Clock, Labels = labels,
        };
    }

    internal sealed class Real(FloatFieldClass field) : TsdlType
    {
        public FloatFieldClass Field { get; } = field;
    }

    internal sealed class Text : TsdlType;

    internal sealed class Structure : TsdlType
    {
        public List<(string Name, TsdlType Type)> Members { get; } = [];
        public int Alignment { get; set; } = 1;
    }

    internal sealed class Variant : TsdlType
    {
        public string[]? Tag { get; init; }
        public required List<(string Name, TsdlType Type)> Options { get; init; }
        public TsdlToken At { get; init; }
    }

    internal sealed class Array(TsdlType element, ulong length) : TsdlType
    {
        public TsdlType Element { get; } = element;
        public ulong Length { get; } = length;
    }

    internal sealed class Sequence(TsdlType element, string[] length, TsdlToken at) : TsdlType
    {
        public TsdlType Element { get; } = element;
        public string[] Length { get; } = length;
        public TsdlToken At { get; } = at;
    }
}
