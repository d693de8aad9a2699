using System.Globalization;

namespace Braid.Linux.Processes;

/// <summary>In a time namespace CLOCK_MONOTONIC has an offset (time_namespaces(7)); the cycle counter has none.</summary>
public static class TimeNamespace
{
    /// <summary>
    /// What CLOCK_MONOTONIC of <paramref name="pid"/> is ahead of this process's, in nanoseconds; 0 also when it may not be
    /// looked at or is gone. Null when it differs and the kernel does not tell by how much: it tells the offset of the
    /// namespace that the children of a process get, which is another for one that has called unshare(2) and not execve(2).
    /// </summary>
    public static long? MonotonicOffset(int pid)
    {
        try
        {
            var process = $"/proc/{pid}";
            var (theirs, ours) = (Of(process, "time"), Of("/proc/self", "time"));
            if (theirs is null || theirs == ours) return 0;
            if (theirs != Of(process, "time_for_children") || ours != Of("/proc/self", "time_for_children")) return null;
            return Offset(process) - Offset("/proc/self");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Such as <c>time:[4026531834]</c>; null in a kernel without.</summary>
    private static string? Of(string process, string name) => new FileInfo($"{process}/ns/{name}").LinkTarget;

    /// <summary>The line <c>monotonic SECONDS NANOSECONDS</c>, the nanoseconds from 0 to 999,999,999.</summary>
    private static long Offset(string process)
    {
        var line = File.ReadLines($"{process}/timens_offsets").First(l => l.StartsWith("monotonic", StringComparison.Ordinal));
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(words[1], CultureInfo.InvariantCulture) * 1_000_000_000) + long.Parse(words[2], CultureInfo.InvariantCulture);
    }
}
