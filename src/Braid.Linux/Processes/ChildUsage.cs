using Braid.Linux.Interop;

namespace Braid.Linux.Processes;

/// <summary>What the children of this process that have ended, and been waited for, have used in all (getrusage(2)).</summary>
/// <param name="User">Time in user space.</param>
/// <param name="Kernel">Time in the kernel.</param>
public readonly record struct ChildUsage(TimeSpan User, TimeSpan Kernel)
{
    /// <summary>Until now.</summary>
    public static unsafe ChildUsage Now
    {
        get
        {
            const int children = -1, size = 144; // struct rusage of a 64-bit machine: two timevals, then 14 longs
            var usage = stackalloc long[size / sizeof(long)];
            if (Libc.ResourceUsage(children, usage) < 0) KernelFile.Throw("getrusage", "children");
            return new(Time(usage[0], usage[1]), Time(usage[2], usage[3]));
        }
    }

    /// <summary>What has come to <paramref name="b"/> to make <paramref name="a"/>.</summary>
    public static ChildUsage operator -(ChildUsage a, ChildUsage b) => new(a.User - b.User, a.Kernel - b.Kernel);

    private static TimeSpan Time(long seconds, long microseconds) => TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(microseconds);
}
