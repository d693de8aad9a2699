using Braid.Linux.Interop;

namespace Braid.Linux.Ftrace;

/// <summary>Where tracefs is mounted (Documentation/trace/ftrace.rst).</summary>
public sealed class TracefsMount
{
    /// <summary>Where the kernel wants it mounted.</summary>
    public const string DefaultPath = "/sys/kernel/tracing";

    private const string MountFix = "as root: mount -t tracefs nodev " + DefaultPath;

    /// <summary>Names the mount at <paramref name="path"/>; nothing is checked.</summary>
    public TracefsMount(string path) => Path = path;

    /// <summary>The root of tracefs.</summary>
    public string Path { get; }

    /// <summary>The directory of instances.</summary>
    public string Instances => $"{Path}/instances";

    /// <summary>The directory of event descriptions.</summary>
    public string Events => $"{Path}/events";

    /// <summary>The mount that /proc/self/mounts tells; null when there is none.</summary>
    public static TracefsMount? Find()
    {
        foreach (var line in KernelFile.Read("/proc/self/mounts").Split('\n'))
        {
            var fields = line.Split(' ');
            if (fields is [_, var path, "tracefs", ..]) return new(path.Replace("\\040", " ", StringComparison.Ordinal));
        }

        return null;
    }

    /// <summary>Finds the mount or, as root, makes it at <see cref="DefaultPath"/>. A mount made stays: others may come to use it.</summary>
    /// <exception cref="KernelException">It is not mounted and cannot be, or may not be read; the message says what to do.</exception>
    public static TracefsMount Open()
    {
        var mount = Find();
        if (mount is null)
        {
            if (Libc.Mount("nodev", DefaultPath, "tracefs", 0, null) < 0) KernelFile.Throw("mount tracefs at", DefaultPath, MountFix);
            mount = new(DefaultPath);
        }

        // The root is 0700: a reader who may not come in learns it here and not from the first file that "is missing".
        using var probe = KernelFile.Open($"{mount.Path}/trace_clock", Libc.ReadOnly);
        return mount;
    }

    /// <summary>
    /// Removes the instances of Braid whose owner has died (its pid is gone or belongs to another process now), and the probes
    /// that it defined.
    /// </summary>
    /// <returns>The names of the removed instances.</returns>
    public string[] Sweep()
    {
        var removed = new List<string>();
        foreach (var path in Directory.GetDirectories(Instances, InstanceName.Pattern))
        {
            var name = System.IO.Path.GetFileName(path);
            if (InstanceName.Owner(name) is not { } owner || owner.IsAlive) continue;
            try
            {
                TracefsInstance.Remove(path);
                removed.Add(name);
            }
            catch (KernelException e) when (e.Errno is Errno.Busy or Errno.NoEntry)
            {
                // Another process reads what the dead one left, or another sweep was faster: the next sweep sees to it.
            }
        }

        DynamicEvents.Sweep(this);
        return [.. removed];
    }
}
