using System.Globalization;
using Braid.Linux.Processes;

namespace Braid.Linux.Ftrace;

/// <summary>
/// The names of Braid's instances: <c>braid-PID-STARTTIME-N</c>, so that whoever finds one can tell whether its owner lives.
/// </summary>
internal static class InstanceName
{
    internal const string Pattern = "braid-*";

    private static int s_last;

    /// <summary>A name that this process has not used yet.</summary>
    internal static string Next()
    {
        var me = ProcessIdentity.Current;
        return string.Create(CultureInfo.InvariantCulture, $"braid-{me.Pid}-{me.StartTime}-{Interlocked.Increment(ref s_last)}");
    }

    /// <summary>The process in <paramref name="name"/>; null when it is no name of ours.</summary>
    internal static ProcessIdentity? Owner(string name) =>
        name.Split('-') is ["braid", var pid, var start, _]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && ulong.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? new ProcessIdentity(id, time)
            : null;
}
