using System.Globalization;
using Braid.Linux.Ftrace;
using Braid.Linux.Interop;

namespace Braid.Linux.Perf;

/// <summary>
/// What a counter counts, by the names of perf (perf-list(1)): events of the kernel's software, of the processor, and
/// tracepoints, each perhaps with <c>:u</c> or <c>:k</c> for user space or the kernel alone. Immutable.
/// </summary>
public sealed record CounterEvent
{
    private static readonly (string Name, string? Alias, uint Type, ulong Config)[] s_known =
    [
        ("cpu-clock", null, PerfAttributes.Software, 0),
        ("task-clock", null, PerfAttributes.Software, 1),
        ("page-faults", "faults", PerfAttributes.Software, 2),
        ("context-switches", "cs", PerfAttributes.Software, 3),
        ("cpu-migrations", "migrations", PerfAttributes.Software, 4),
        ("minor-faults", null, PerfAttributes.Software, 5),
        ("major-faults", null, PerfAttributes.Software, 6),
        ("alignment-faults", null, PerfAttributes.Software, 7),
        ("emulation-faults", null, PerfAttributes.Software, 8),
        ("cgroup-switches", null, PerfAttributes.Software, 11),
        ("cycles", "cpu-cycles", PerfAttributes.Hardware, 0),
        ("instructions", null, PerfAttributes.Hardware, 1),
        ("cache-references", null, PerfAttributes.Hardware, 2),
        ("cache-misses", null, PerfAttributes.Hardware, 3),
        ("branches", "branch-instructions", PerfAttributes.Hardware, 4),
        ("branch-misses", null, PerfAttributes.Hardware, 5),
        ("bus-cycles", null, PerfAttributes.Hardware, 6),
        ("stalled-cycles-frontend", null, PerfAttributes.Hardware, 7),
        ("stalled-cycles-backend", null, PerfAttributes.Hardware, 8),
        ("ref-cycles", null, PerfAttributes.Hardware, 9),
        .. CacheEvents(),
    ];

    /// <summary>The name, as it was given.</summary>
    public required string Name { get; init; }

    /// <summary>The name without <c>:u</c> or <c>:k</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Whether only what user space does counts.</summary>
    public bool UserOnly { get; init; }

    /// <summary>Whether only what the kernel does counts.</summary>
    public bool KernelOnly { get; init; }

    /// <summary>Whether the value is nanoseconds.</summary>
    public bool IsTime => Type == PerfAttributes.Software && Config is 0 or 1;

    /// <summary>Whether it happens in the kernel alone, so that who may not count there counts nothing.</summary>
    public bool IsOfKernel => Type == PerfAttributes.Tracepoint || (Type == PerfAttributes.Software && Config is 3 or 4 or 11);

    internal uint Type { get; init; }

    internal ulong Config { get; init; }

    /// <summary>The event that <paramref name="name"/> names; null when there is none. rNNN is the processor's own number, in base 16.</summary>
    /// <exception cref="KernelException">It is a tracepoint, and tracefs may not be read or does not have it.</exception>
    public static CounterEvent? Find(string name)
    {
        var modifier = name.EndsWith(":u", StringComparison.Ordinal) ? 'u' : name.EndsWith(":k", StringComparison.Ordinal) ? 'k' : ' ';
        var bare = modifier == ' ' ? name : name[..^2];
        var found = new CounterEvent { Name = name, Event = bare, UserOnly = modifier == 'u', KernelOnly = modifier == 'k' };
        foreach (var (known, alias, type, config) in s_known)
        {
            if (bare == known || bare == alias) return found with { Event = known, Type = type, Config = config };
        }

        if (bare is ['r', _, ..] && ulong.TryParse(bare.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var raw))
            return found with { Type = PerfAttributes.Raw, Config = raw };
        return bare.Split(':') is [{ Length: > 0 } subsystem, { Length: > 0 } tracepoint] && !bare.Contains('/', StringComparison.Ordinal)
            ? found with { Type = PerfAttributes.Tracepoint, Config = TracepointId(subsystem, tracepoint) }
            : null;
    }

    private static ulong TracepointId(string subsystem, string tracepoint) =>
        ulong.Parse(KernelFile.Read($"{TracefsMount.Open().Events}/{subsystem}/{tracepoint}/id"), CultureInfo.InvariantCulture);

    /// <summary>Config: cache | operation &lt;&lt; 8 | result &lt;&lt; 16.</summary>
    private static IEnumerable<(string Name, string? Alias, uint Type, ulong Config)> CacheEvents()
    {
        string[] caches = ["L1-dcache", "L1-icache", "LLC", "dTLB", "iTLB", "branch", "node"];
        string[] operations = ["load", "store", "prefetch"];
        for (var cache = 0; cache < caches.Length; cache++)
        {
            for (var operation = 0; operation < operations.Length; operation++)
            {
                var config = (ulong)(cache | (operation << 8));
                var plural = operations[operation] + (operation == 2 ? "es" : "s");
                yield return ($"{caches[cache]}-{plural}", null, PerfAttributes.HardwareCache, config);
                yield return ($"{caches[cache]}-{operations[operation]}-misses", null, PerfAttributes.HardwareCache, config | (1 << 16));
            }
        }
    }
}
