namespace Braid.Cli.Tests;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("2s", 2000)]
    [InlineData("1.5s", 1500)]
    [InlineData("1m", 60_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("2000us", 2)]
    public void Durations(string text, double milliseconds)
    {
        Assert.True(Parsing.TryDuration(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("0s")]
    [InlineData("1e3s")]
    [InlineData("1 s")]
    [InlineData("999999999h")]
    public void NotDurations(string text) => Assert.False(Parsing.TryDuration(text, out _));

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("64K", 65536)]
    [InlineData("64k", 65536)]
    [InlineData("16M", 16 << 20)]
    [InlineData("8G", 8L << 30)]
    public void Sizes(string text, long bytes)
    {
        Assert.True(Parsing.TrySize(text, out var size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("0")]
    [InlineData("-4K")]
    [InlineData("1.5M")]
    [InlineData("16MB")]
    [InlineData("99999999999G")]
    public void NotSizes(string text) => Assert.False(Parsing.TrySize(text, out _));
}
