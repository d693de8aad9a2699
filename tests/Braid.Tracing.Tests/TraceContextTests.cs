namespace Braid.Tracing.Tests;

public sealed class TraceContextTests
{
    [Fact]
    public async Task A_value_follows_the_flow_of_control_and_ends_with_its_scope()
    {
        var context = new TraceContext("test", "flow");
        var same = new TraceContext("test", "flow");
        Assert.Null(context.Value);
        using (context.Set("outer"))
        {
            using (same.Set("inner")) Assert.Equal("inner", await Task.Run(() => context.Value));
            await Change();
            Assert.Equal("outer", same.Value);
        }

        Assert.Null(context.Value);
        Assert.Null(new TraceContext("test", "other").Value);

        async Task Change()
        {
            context.Value = "changed";
            await Task.Yield();
            Assert.Equal("changed", same.Value);
        }
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("a b", "x")]
    [InlineData("a", "x:y")]
    [InlineData("a", "größe")]
    public void Names_that_no_recording_could_ask_for_are_refused(string provider, string type) =>
        Assert.Throws<ArgumentException>(() => new TraceContext(provider, type));
}
