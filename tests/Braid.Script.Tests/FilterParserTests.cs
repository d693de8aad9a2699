using Braid.Script.Filters;
using CsCheck;

namespace Braid.Script.Tests;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("prev_tid == 12 && msg == \"x*\"", "((prev_tid == 12) && (msg == \"x*\"))")]
    [InlineData("a || b && c", "(a || (b && c))")]
    [InlineData("a && b || c", "((a && b) || c)")]
    [InlineData("a & 4 == 4", "((a & 4) == 4)")]
    [InlineData("a == b < c", "(a == (b < c))")]
    [InlineData("a | b ^ c & d << 1", "(a | (b ^ (c & (d << 1))))")]
    [InlineData("a << 1 >> 2", "((a << 1) >> 2)")]
    [InlineData("!a == -1", "((!a) == (-1))")]
    [InlineData("!(a == ~1)", "(!(a == (~1)))")]
    [InlineData("- - +a", "(-(-(+a)))")]
    [InlineData("a.b[3].c >= 1.5e1", "(a.b[3].c >= 15.0)")]
    [InlineData("seq[7] != 0x1F", "(seq[7] != 31)")]
    [InlineData("$ctx.vtid == 017", "($ctx.vtid == 15)")]
    [InlineData("$app.shop:user == \"a\\\"b\"", "($app.shop:user == \"a\\\"b\")")]
    [InlineData("$ctx.perf:thread:page_faults > 0", "($ctx.perf:thread:page_faults > 0)")]
    [InlineData("address == 0xffffffffffffffff", "(address == -1)")]
    [InlineData("x == 5UL", "(x == 5)")]
    [InlineData("(((a)))", "a")]
    [InlineData("\"a\" == name", "(\"a\" == name)")]
    [InlineData(".5 < x", "(0.5 < x)")]
    public void Trees(string text, string expected) => Assert.Equal(expected, Notation.Of(FilterParser.Parse(text)));

    [Theory]
    [InlineData("", 1, "expected a value, found the end")]
    [InlineData("a ==", 5, "expected a value, found the end")]
    [InlineData("a = 1", 3, "equality is '=='")]
    [InlineData("a + 1", 3, "no arithmetic: '+'")]
    [InlineData("(a * 2) == 4", 4, "no arithmetic: '*'")]
    [InlineData("a - 1 > 0", 3, "no arithmetic: '-'")]
    [InlineData("(a", 3, "expected ')', found the end")]
    [InlineData("a b", 3, "expected an operator, found 'b'")]
    [InlineData("a == 'x'", 6, "double quotes")]
    [InlineData("a == \"x", 6, "closing quote")]
    [InlineData("a == \"\\q\"", 7, "no escape")]
    [InlineData("a == \"x\" && b < \"y\"", 15, "no operator but == and !=")]
    [InlineData("\"x\" == 5", 5, "never equals a number")]
    [InlineData("\"x\"", 1, "neither true nor false")]
    [InlineData("!\"x\"", 1, "no operator but == and !=")]
    [InlineData("1.5 & 2", 5, "only integers have bits")]
    [InlineData("~1.5", 1, "only integers have bits")]
    [InlineData("$foo.x", 1, "$ctx.NAME")]
    [InlineData("$ctx. == 1", 1, "lacks the name")]
    [InlineData("$app.x == 1", 1, "$app.PROVIDER:TYPE")]
    [InlineData("a[b]", 3, "expected an index, found 'b'")]
    [InlineData("a[-1]", 3, "expected an index")]
    [InlineData("a.", 3, "name of a member")]
    [InlineData("a == 18446744073709551616", 6, "64 bits")]
    [InlineData("a == 089", 6, "64 bits")]
    [InlineData("a == 1.2.3", 6, "no number")]
    [InlineData("a == 12abc", 6, "64 bits")]
    [InlineData("a ? b", 3, "'?' is no part of a filter")]
    public void Errors(string text, int column, string fault)
    {
        var error = Assert.Throws<FilterException>(() => FilterParser.Parse(text));
        Assert.Equal(column, error.Column);
        Assert.Contains(fault, error.Fault);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void DeepNestingIsAnErrorAndNoOverflow()
    {
        Assert.Contains("nested", Assert.Throws<FilterException>(() => FilterParser.Parse(new string('(', 100_000))).Fault);
        Assert.Contains("nested", Assert.Throws<FilterException>(() => FilterParser.Parse(new string('!', 100_000) + "a")).Fault);
        Assert.Contains("operators", Assert.Throws<FilterException>(() => FilterParser.Parse("a" + string.Concat(Enumerable.Repeat("||a", 100_000)))).Fault);
    }

    [Fact]
    public void RandomTextIsParsedOrRefused()
    {
        string[] pieces = ["a", "$ctx.", "$app.x:y", "12", "0x", "1.5e", "\"", "\"x*\"", "\\", "(", ")", "[", "]", ".", "&&", "||", "==", "<", "<<", "!", "-", "~", " ", "\0", "é", "\ud800"];
        Gen.OneOf(Gen.String[Gen.Char, 0, 40], Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 30].Select(string.Concat)).Sample(
            text =>
            {
                try
                {
                    FilterParser.Parse(text);
                }
                catch (FilterException e)
                {
                    Assert.InRange(e.Column, 1, text.Length + 1);
                }
            },
            iter: 20_000);
    }
}
