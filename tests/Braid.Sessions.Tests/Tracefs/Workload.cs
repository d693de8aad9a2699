using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>What the tests let the kernel trace.</summary>
internal static partial class Workload
{
    /// <summary>Calls getppid(2) <paramref name="count"/> times on a thread of its own, pinned to <paramref name="cpu"/>.</summary>
    internal static void GetParentLoop(int cpu, int count)
    {
        var thread = new Thread(() =>
        {
            Pin(cpu);
            for (var i = 0; i < count; i++) GetParent();
        });
        thread.Start();
        thread.Join();
    }

    /// <summary>Calls getppid(2) on this thread.</summary>
    internal static void GetParentOnce() => GetParent();

    /// <summary>Opens and reads files, writes to one, forks nothing.</summary>
    internal static void Files(int rounds)
    {
        var path = Path.GetTempFileName();
        for (var i = 0; i < rounds; i++)
        {
            File.ReadAllText("/proc/self/stat");
            File.WriteAllText(path, "braid");
        }

        File.Delete(path);
    }

    /// <summary>What <see cref="Subsystem"/> can exercise.</summary>
    internal static string[] Parts { get; } = ["ext4", "xfs", "btrfs", "network", "memory", "processes"];

    /// <summary>Lets one part of Work/subsystems.sh run below <paramref name="directory"/>.</summary>
    internal static void Subsystem(string directory, string part)
    {
        var start = new ProcessStartInfo("unshare", ["-m", "-n", "-i", "-u", Path.Combine(AppContext.BaseDirectory, "Work", "subsystems.sh"), directory, part])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
    }

    private static void Pin(int cpu)
    {
        var mask = 1UL << cpu;
        if (SetAffinity(0, sizeof(ulong), ref mask) < 0) throw new InvalidOperationException($"cannot pin to CPU {cpu}: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [SuppressGCTransition]
    private static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int pid, nint size, ref ulong mask);
}
