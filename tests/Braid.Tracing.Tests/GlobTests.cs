using System.Text;
using Braid.Rings;

namespace Braid.Tracing.Tests;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*", "a:b", true)]
    [InlineData("a:*", "a:b", true)]
    [InlineData("a:?", "a:b", true)]
    [InlineData("a:?", "a:bc", false)]
    [InlineData("*b*d", "a:bcd", true)]
    [InlineData("*b*d", "a:bcde", false)]
    [InlineData("", "", true)]
    [InlineData("**", "", true)]
    [InlineData("a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Matches(string pattern, string text, bool expected) =>
        Assert.Equal(expected, Glob.Matches(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(text)));
}
