using System.Diagnostics.Tracing;

namespace Braid.DotNet.TestApp;

[EventData]
internal sealed class Order
{
    public int Number { get; init; }

    public required Customer Customer { get; init; }

    public double Weight { get; init; }
}
