using System.Globalization;

namespace Braid.Rings;

/// <summary>The performance counters that a context can read, by LTTng's names; numbers of linux/perf_event.h.</summary>
internal static class PerfCounter
{
    private const uint Hardware = 0, Software = 1, Raw = 4;

    /// <summary>All but the raw ones, which are <c>raw:rHEX:NAME</c>.</summary>
    public static readonly (string Name, uint Type, ulong Config)[] Named =
    [
        ("cpu-cycles", Hardware, 0), ("cycles", Hardware, 0), ("instructions", Hardware, 1), ("cache-references", Hardware, 2),
        ("cache-misses", Hardware, 3), ("branch-instructions", Hardware, 4), ("branches", Hardware, 4), ("branch-misses", Hardware, 5),
        ("bus-cycles", Hardware, 6), ("stalled-cycles-frontend", Hardware, 7), ("stalled-cycles-backend", Hardware, 8),
        ("cpu-clock", Software, 0), ("task-clock", Software, 1), ("page-fault", Software, 2), ("faults", Software, 2),
        ("context-switches", Software, 3), ("cs", Software, 3), ("cpu-migrations", Software, 4), ("migrations", Software, 4),
        ("minor-faults", Software, 5), ("major-faults", Software, 6), ("alignment-faults", Software, 7), ("emulation-faults", Software, 8),
    ];

    /// <summary>Type and config of struct perf_event_attr; null when there is no such counter.</summary>
    public static (uint Type, ulong Config)? Find(string name)
    {
        if (name.Split(':') is ["raw", ['r', .. var digits], { Length: > 0 }])
        {
            return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var raw) ? (Raw, raw) : null;
        }

        foreach (var counter in Named)
        {
            if (counter.Name == name) return (counter.Type, counter.Config);
        }

        return null;
    }
}
