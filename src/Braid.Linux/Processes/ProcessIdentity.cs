using System.Globalization;
using Braid.Linux.Interop;

namespace Braid.Linux.Processes;

/// <summary>
/// Which process: a pid is reused, a pid with its start time is not. The start time is field 22 of /proc/PID/stat, in clock
/// ticks since boot (proc_pid_stat(5)).
/// </summary>
public readonly record struct ProcessIdentity(int Pid, ulong StartTime)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } =
        Of(Environment.ProcessId) ?? throw new IOException("/proc/self/stat: not readable; mount procfs at /proc");

    /// <summary>The process that has <paramref name="pid"/> now; null when there is none.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        string stat;
        try
        {
            stat = KernelFile.Read($"/proc/{pid}/stat");
        }
        catch (KernelException e) when (e.Errno is Errno.NoEntry or Errno.NoProcess)
        {
            return null;
        }

        // The command is in parentheses and may hold anything, parentheses and spaces too: count fields from the last one.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new(pid, ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>The id that <paramref name="pid"/> has in its own pid namespace, the last of NSpid in /proc/PID/status; null when it is gone.</summary>
    public static int? PidInOwnNamespace(int pid)
    {
        try
        {
            var line = KernelFile.Read($"/proc/{pid}/status").Split('\n').FirstOrDefault(static l => l.StartsWith("NSpid:", StringComparison.Ordinal));
            return line is null ? pid : int.Parse(line[(line.LastIndexOf('\t') + 1)..], CultureInfo.InvariantCulture);
        }
        catch (KernelException e) when (e.Errno is Errno.NoEntry or Errno.NoProcess)
        {
            return null;
        }
    }

    /// <summary>The ids of the threads that <paramref name="pid"/> has now; empty when it is gone.</summary>
    public static int[] Threads(int pid)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{pid}/task").Select(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>True while the process itself, and not another with its pid, is there.</summary>
    public bool IsAlive => Of(Pid) == this;
}
