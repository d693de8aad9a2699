namespace Braid.Tracing.Generator.Tests;

/// <summary>One row per way to be wrong: the diagnostic, where it points, and what its message must name.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("BRAID001", "T", "[TraceProvider(\"p\")] partial class T { [Tracepoint] static partial void E(); }")]
    [InlineData("BRAID001", "T", "[TraceProvider(\"p\")] static class T { }")]
    [InlineData("BRAID001", "T", "[TraceProvider(\"p\")] static partial class T<X> { }")]
    [InlineData("BRAID001", "T", "class Outer { [TraceProvider(\"p\")] static partial class T { } }")]
    [InlineData("BRAID002", "E", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial int E(); }")]
    [InlineData("BRAID002", "E", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static void E() { } }")]
    [InlineData("BRAID003", "E", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E<X>(); }")]
    [InlineData("BRAID004", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(ref int x); }")]
    [InlineData("BRAID004", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(in long x); }")]
    [InlineData("BRAID005", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(object x); }")]
    [InlineData("BRAID005", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(decimal x); }")]
    [InlineData("BRAID005", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(int? x); }")]
    [InlineData("BRAID005", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(string[] x); }")]
    [InlineData("BRAID005", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(int[,] x); }")]
    [InlineData("BRAID006", "E", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(); [Tracepoint] public static partial void E(int x); }")]
    [InlineData("BRAID007", "y", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(int x, [TraceField(\"x\")] int y); }")]
    [InlineData("BRAID007", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(int _x_length, int[] x); }")]
    [InlineData("BRAID008", "T", "[TraceProvider(\"a b\")] static partial class T { }")]
    [InlineData("BRAID008", "E", "[TraceProvider(\"p\")] static partial class T { [Tracepoint(\"\")] public static partial void E(); }")]
    [InlineData("BRAID008", "größe", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(int größe); }")]
    [InlineData("BRAID009", "E", "static partial class T { [Tracepoint] public static partial void E(); }")]
    [InlineData("BRAID006", "F", "[TraceProvider(\"p\")] static partial class T { [TraceSpan(\"e\")] public static partial TraceSpan E(); [Tracepoint(\"e_end\")] public static partial void F(); }")]
    [InlineData("BRAID007", "span_id", "[TraceProvider(\"p\")] static partial class T { [TraceSpan] public static partial TraceSpan E(int span_id); }")]
    [InlineData("BRAID007", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(int _x_length, double[] x); }")]
    [InlineData("BRAID009", "E", "static partial class T { [TraceSpan] public static partial TraceSpan E(); }")]
    [InlineData("BRAID010", "E", "[TraceProvider(\"p\")] static partial class T { [TraceSpan] public static partial void E(); }")]
    [InlineData("BRAID010", "E", "[TraceProvider(\"p\")] static partial class T { [TraceSpan] public static TraceSpan E() => default; }")]
    [InlineData("BRAID011", "E", "[TraceProvider(\"p\")] static partial class T { [Tracepoint, TraceSpan] public static partial void E(); }")]
    [InlineData("BRAID012", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E([TraceField(Base = TraceBase.Binary)] string x); }")]
    [InlineData("BRAID012", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E([TraceField(NetworkOrder = true)] double x); }")]
    [InlineData("BRAID005", "x", "class C { public int A { get; } } [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(C x); }")]
    [InlineData("BRAID005", "x", "record R(int A); [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(R[] x); }")]
    [InlineData("BRAID005", "x", "record struct R(int A, object B); [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(R x); }")]
    [InlineData("BRAID005", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(TimeSpan x); }")]
    [InlineData("BRAID005", "x", "[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E((int A, DateTimeOffset B) x); }")]
    [InlineData("BRAID007", "x", "record struct R(int A, [property: TraceField(\"A\")] int B); [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(R x); }")]
    [InlineData("BRAID008", "x", "struct S { public int Größe; } [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(S x); }")]
    [InlineData("BRAID012", "x", "struct S { [TraceField(NetworkOrder = true)] public double D; } [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(S x); }")]
    [InlineData("BRAID013", "x", "record struct R(int A, string B); [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(R[] x); }")]
    [InlineData("BRAID013", "x", "record struct R((int A, DateTime B) C); [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(ReadOnlySpan<R> x); }")]
    [InlineData("BRAID014", "x", "record R(int A, R? Next); [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(R x); }")]
    [InlineData("BRAID015", "x", "struct S { [TraceField(FilterOnly = true)] public int A; } [TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void E(S x); }")]
    public void A_mistake_is_one_error_at_its_place(string id, string symbol, string source)
    {
        var finding = Assert.Single(new Compiled(source).Findings);
        Assert.Equal(id, finding.Id);
        Assert.Equal(symbol, finding.Location.SourceTree!.GetText().ToString(finding.Location.SourceSpan));
        Assert.Equal(Microsoft.CodeAnalysis.DiagnosticSeverity.Error, finding.Severity);
    }

    [Fact]
    public void What_is_right_beside_a_mistake_is_generated()
    {
        var compiled = new Compiled("[TraceProvider(\"p\")] static partial class T { [Tracepoint] public static partial void Bad(object o); [Tracepoint] public static partial void Good(); }");
        Assert.Contains("partial void Good()", compiled.Generated);
        Assert.DoesNotContain("Bad", compiled.Generated);
    }
}
