namespace Braid.Linux.Processes;

/// <summary>In a time namespace CLOCK_MONOTONIC has an offset (time_namespaces(7)); the cycle counter has none.</summary>
public static class TimeNamespace
{
    /// <summary>Whether CLOCK_MONOTONIC of <paramref name="pid"/> is known to differ from this process's; false also when it may not be looked at or is gone.</summary>
    public static bool IsOther(int pid) => Of($"{pid}") is { } theirs && Of("self") is { } ours && theirs != ours;

    /// <summary>Such as <c>time:[4026531834]</c>.</summary>
    private static string? Of(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/time").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
