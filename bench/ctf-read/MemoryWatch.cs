using System.Globalization;

namespace Braid.Bench.CtfRead;

/// <summary>The highest RssAnon that was seen: memory that is not the page cache's.</summary>
internal sealed class MemoryWatch
{
    private const long Stride = 1 << 20;

    private long _events;

    public int MostKilobytes { get; private set; } = Now();

    /// <summary>Called for each event; looks now and then.</summary>
    public void Look()
    {
        if (++_events % Stride == 0 || _events == Stride / 8) MostKilobytes = Math.Max(MostKilobytes, Now());
    }

    private static int Now() =>
        int.Parse(File.ReadLines("/proc/self/status").First(static line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
