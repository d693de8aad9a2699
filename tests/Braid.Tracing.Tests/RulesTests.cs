using System.Text;
using Braid.Rings;

namespace Braid.Tracing.Tests;

public sealed class RulesTests
{
    [Theory]
    [InlineData("a:*\nb:*", "b:x", 13, true)]
    [InlineData("a:*\nb:*", "c:x", 13, false)]
    [InlineData("", "c:x", 13, false)]
    [InlineData("<=6 a:*", "a:x", 6, true)]
    [InlineData("<=6 a:*", "a:x", 7, false)]
    [InlineData("==6 a:*", "a:x", 6, true)]
    [InlineData("==6 a:*", "a:x", 5, false)]
    [InlineData("==6 a:*\n<=3 *", "b:x", 2, true)]
    [InlineData("a:*\n!a:noise*", "a:noise1", 13, false)]
    [InlineData("!a:noise*\na:*", "a:noise1", 13, false)]
    [InlineData("!a:noise*\na:*", "a:x", 13, true)]
    [InlineData("!a:noise*", "a:x", 13, false)]
    [InlineData("a:* !a:x !a:y*", "a:x", 13, false)]
    [InlineData("a:* !a:x !a:y*", "a:yes", 13, false)]
    [InlineData("a:* !a:x !a:y*", "a:z", 13, true)]
    [InlineData("a:* !a:x\n<=6 *", "a:x", 6, true)]
    [InlineData("<=6 a:* !a:x", "a:x", 6, false)]
    [InlineData("<=x a:*", "a:x", 0, false)]
    [InlineData("<=6a a:*", "a:x", 0, false)]
    [InlineData("<=6", "a:x", 0, false)]
    [InlineData("<=999 a:*", "a:x", 0, false)]
    public void Want(string rules, string name, byte level, bool expected) =>
        Assert.Equal(expected, Rules.Want(Encoding.UTF8.GetBytes(rules), Encoding.UTF8.GetBytes(name), level));
}
