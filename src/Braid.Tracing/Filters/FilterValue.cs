namespace Braid.Tracing.Filters;

/// <summary>A value on the stack of a filter. The default is missing, which makes the filter false.</summary>
internal readonly struct FilterValue
{
    private FilterValue(FilterValueKind kind, long number, int length = 0) => (Kind, Number, Length) = (kind, number, length);

    public FilterValueKind Kind { get; }

    /// <summary>The integer; the bits of the real number; where the text starts in the record; the instruction that holds the pattern.</summary>
    public long Number { get; }

    /// <summary>Bytes of the text.</summary>
    public int Length { get; }

    public bool IsNumber => Kind is FilterValueKind.Integer or FilterValueKind.Real;

    /// <summary>A number as a floating-point one.</summary>
    public double AsReal => Kind == FilterValueKind.Real ? BitConverter.Int64BitsToDouble(Number) : Number;

    /// <summary>Whether a number counts as true; a real number is cut to an integer first, as LTTng does.</summary>
    public bool IsTrue => (Kind == FilterValueKind.Real ? (long)AsReal : Number) != 0;

    public static FilterValue Integer(long value) => new(FilterValueKind.Integer, value);

    public static FilterValue Integer(bool truth) => Integer(truth ? 1 : 0);

    public static FilterValue Real(double value) => new(FilterValueKind.Real, BitConverter.DoubleToInt64Bits(value));

    public static FilterValue Text(int start, int length) => new(FilterValueKind.Text, start, length);

    public static FilterValue Pattern(int instruction) => new(FilterValueKind.Pattern, instruction);
}

/// <summary>What a <see cref="FilterValue"/> is.</summary>
internal enum FilterValueKind : byte
{
    Missing,
    Integer,
    Real,
    Text,

    /// <summary>A text of the filter, with stars.</summary>
    Pattern,
}
