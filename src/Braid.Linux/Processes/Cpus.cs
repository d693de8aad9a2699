using System.Globalization;
using Braid.Linux.Interop;

namespace Braid.Linux.Processes;

/// <summary>The CPUs of the machine.</summary>
public static class Cpus
{
    /// <summary>The CPUs that are online now (/sys/devices/system/cpu/online), ascending.</summary>
    public static int[] Online => ParseList(KernelFile.Read("/sys/devices/system/cpu/online"));

    /// <summary>The CPUs that may ever be online (/sys/devices/system/cpu/possible), ascending.</summary>
    public static int[] Possible => ParseList(KernelFile.Read("/sys/devices/system/cpu/possible"));

    /// <summary>Parses the kernel's list format, for example <c>0-3,5</c>.</summary>
    public static int[] ParseList(string list)
    {
        var cpus = new List<int>();
        foreach (var part in list.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            for (var cpu = first; cpu <= last; cpu++) cpus.Add(cpu);
        }

        return [.. cpus];
    }
}
