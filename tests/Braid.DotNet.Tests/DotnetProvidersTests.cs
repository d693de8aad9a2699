using Braid.DotNet.Diagnostics;
using Braid.Sessions.Dotnet;

namespace Braid.DotNet.Tests;

/// <summary>The notation of <c>--dotnet</c>.</summary>
public sealed class DotnetProvidersTests
{
    [Fact]
    public void Providers_are_read_as_dotnet_trace_reads_them()
    {
        Assert.Equal(new ProviderRequest("A", ulong.MaxValue, 5), Assert.Single(DotnetProviders.Parse("A")));
        Assert.Equal(new ProviderRequest("A.B", 0x1F, 4), Assert.Single(DotnetProviders.Parse("A.B:1f:4")));
        Assert.Equal(new ProviderRequest("A", 0x10, 2), Assert.Single(DotnetProviders.Parse("A:0x10:Error")));
        Assert.Equal(new ProviderRequest("A", ulong.MaxValue, 5, "x=\"1,2:3\";y=z:4"), Assert.Single(DotnetProviders.Parse("A:::x=\"1,2:3\";y=z:4")));
        Assert.Equal(["A", "B"], DotnetProviders.Parse("A:1,B::3").Select(p => p.Name));
        Assert.Equal([.. DotnetProviders.Default, new("Mine", ulong.MaxValue, 5)], DotnetProviders.Parse("default,Mine"));
    }

    /// <summary>The runtime generates its own EventSource from the same manifest.</summary>
    [Fact]
    public void Keywords_of_the_runtime_have_the_runtimes_names()
    {
        var keywords = typeof(object).Assembly.GetType("System.Diagnostics.Tracing.NativeRuntimeEventSource+Keywords")!.GetFields();
        Assert.InRange(keywords.Length, 30, 64);
        foreach (var keyword in keywords)
        {
            var name = keyword.Name[..^"Keyword".Length].ToLowerInvariant();
            Assert.Equal((name, (ulong)(long)keyword.GetRawConstantValue()!), (name, Assert.Single(DotnetProviders.Parse($"runtime:{name}")).Keywords));
        }

        Assert.Equal(new ProviderRequest(Streams.Runtime, 0x80_0000_0001, 5), Assert.Single(DotnetProviders.Parse("runtime:gc+TypeDiagnostic")));
    }

    [Theory]
    [InlineData("", "'' names no provider")]
    [InlineData("A,,B", "'' names no provider")]
    [InlineData("A:xyz", "'xyz' in 'A:xyz' is no keywords: hexadecimal digits")]
    [InlineData("runtime:gc+xyz", "'xyz' in 'runtime:gc+xyz' is no keyword of the runtime: hexadecimal digits, or gc, gchandle, assemblyloader, ")]
    [InlineData("A:1:6", "'6' in 'A:1:6' is no level: 0 to 5, or logalways, critical, error, warning, informational, verbose")]
    [InlineData("A:1:loud", "'loud' in 'A:1:loud' is no level")]
    public void What_is_no_provider_is_told(string list, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => DotnetProviders.Parse(list)).Message);
}
