using Braid.Script.Filters;

namespace Braid.Cli.Filtering;

/// <summary>The value of a part of a filter for one event; the bytes of a text lie in the trace. The default is missing.</summary>
internal readonly ref struct FilterValue
{
    public FilterValue(long integer) => (Kind, Integer) = (FilterValueKind.Integer, integer);

    public FilterValue(bool truth)
        : this(truth ? 1 : 0)
    {
    }

    public FilterValue(double real) => (Kind, Real) = (FilterValueKind.Real, real);

    public FilterValue(ReadOnlySpan<byte> text)
    {
        Kind = FilterValueKind.Text;
        Text = text;
    }

    public FilterValue(Glob pattern) => (Kind, Pattern) = (FilterValueKind.Pattern, pattern);

    public FilterValueKind Kind { get; }
    public long Integer { get; }
    public double Real { get; }
    public ReadOnlySpan<byte> Text { get; }
    public Glob? Pattern { get; }

    public bool IsNumber => Kind is FilterValueKind.Integer or FilterValueKind.Real;

    /// <summary>A number as a floating-point one.</summary>
    public double AsReal => Kind == FilterValueKind.Real ? Real : Integer;

    /// <summary>Whether a number counts as true; a real number is cut to an integer first, as LTTng does.</summary>
    public bool IsTrue => (Kind == FilterValueKind.Real ? (long)Real : Integer) != 0;
}
