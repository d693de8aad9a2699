using System.Diagnostics.Tracing;

namespace Braid.Bench.Bridge;

[EventSource(Name = "Bench")]
internal sealed class BenchEvents : EventSource
{
    public static readonly BenchEvents Log = new();

    [Event(1)]
    public void I32(int value)
    {
        if (IsEnabled()) WriteEvent(1, value);
    }

    [Event(2)]
    public void Text(int value, string text)
    {
        if (IsEnabled()) WriteEvent(2, value, text);
    }
}
