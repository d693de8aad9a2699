using System.Diagnostics.Tracing;

namespace Braid.DotNet.TestApp;

/// <summary>An EventSource that describes itself: arrays and nested objects.</summary>
internal sealed class RichSource() : EventSource("Rich", EventSourceSettings.EtwSelfDescribingEventFormat)
{
    public static readonly RichSource Log = new();

    public void Order(int number)
    {
        Write("Order", new Order { Number = number, Customer = new() { Name = "Zoë 🎻", Since = 2001 }, Weight = 2.5 });
        Write("Prices", new PriceList { Number = number, Prices = [1, -2, 3_000_000_000], Weights = [], Last = 9 });
    }
}
