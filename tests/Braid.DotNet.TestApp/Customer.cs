using System.Diagnostics.Tracing;

namespace Braid.DotNet.TestApp;

[EventData]
internal sealed class Customer
{
    public required string Name { get; init; }

    public int Since { get; init; }
}
