using System.Text;
using System.Text.RegularExpressions;
using Braid.Script.Filters;
using CsCheck;

namespace Braid.Script.Tests;

public sealed class GlobTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("a*", "abc", true)]
    [InlineData("*c", "abc", true)]
    [InlineData("a*c", "ac", true)]
    [InlineData("ab*bc", "abc", false)]
    [InlineData("*b*b*", "abab", true)]
    [InlineData("*b*b*b*", "abab", false)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("\\x41\\102\\n", "AB\n", true)]
    [InlineData("caf\u00e9*\U0001F600", "caf\u00e9!\U0001F600", true)]
    [InlineData("?", "x", false)]
    public void Matches(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Glob.Parse(pattern).Matches(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void AsRegularExpressionsDo() =>
        Gen.Select(Gen.String[Gen.Char["ab*"], 0, 8], Gen.String[Gen.Char["ab"], 0, 10]).Sample((pattern, text) =>
            Glob.Parse(pattern).Matches(Encoding.UTF8.GetBytes(text)) == Regex.IsMatch(text, $"^{pattern.Replace("*", ".*", StringComparison.Ordinal)}$"),
            iter: 20_000);
}
