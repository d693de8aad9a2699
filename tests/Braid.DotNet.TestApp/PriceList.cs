using System.Diagnostics.Tracing;

namespace Braid.DotNet.TestApp;

[EventData]
internal sealed class PriceList
{
    public int Number { get; init; }

    public required long[] Prices { get; init; }

    public required double[] Weights { get; init; }

    public int Last { get; init; }
}
