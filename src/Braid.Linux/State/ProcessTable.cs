using System.Globalization;
using Braid.Linux.Interop;
using Braid.Linux.Processes;

namespace Braid.Linux.State;

/// <summary>
/// What the kernel knows of its processes, read from /proc. What ends while it is read is left out. Members throw a
/// <see cref="KernelException"/> with EACCES or EPERM when this process may not look (ptrace(2), "access mode checking").
/// Thread-safe.
/// </summary>
public static class ProcessTable
{
    private const uint KernelThread = 0x00200000; // PF_KTHREAD in include/linux/sched.h

    private static readonly string[] s_namespaces = Array.ConvertAll(Enum.GetNames<NamespaceKind>(), static name => name.ToLowerInvariant());

    /// <summary>The processes there are, by their ids in the namespace of procfs, ascending.</summary>
    public static int[] Pids() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(static path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(static pid => pid > 0).Order(),
    ];

    /// <summary>The threads of a process, the main thread first.</summary>
    public static IEnumerable<ThreadInfo> Threads(int pid)
    {
        foreach (var tid in ProcessIdentity.Threads(pid).Order())
        {
            if (IfThere(() => ReadThread(pid, tid)) is { } thread) yield return thread;
        }
    }

    /// <summary>The process of a thread; null when it is gone.</summary>
    public static int? ProcessOf(int tid) => IfThere(() => (int?)Numbers(KernelFile.Read($"/proc/{tid}/status"), "Tgid:")[0]);

    /// <summary>By <see cref="NamespaceKind"/>, the inode number of a thread's namespace; 0 where the kernel has none or the thread is gone.</summary>
    public static uint[] Namespaces(int tid) => Array.ConvertAll(s_namespaces, kind => NamespaceOf(tid, kind));

    /// <summary>What a process has open, by descriptor; empty when it is gone.</summary>
    public static IReadOnlyList<OpenFile> OpenFiles(int pid) => IfThere(() => Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd")
        .Select(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).Order()
        .Select(descriptor => ReadFile(pid, descriptor)).OfType<OpenFile>().ToList()) ?? [];

    /// <summary>The memory of a process by address; empty when it is gone or a kernel thread.</summary>
    public static IReadOnlyList<MemoryMapping> Mappings(int pid) => IfThere(() =>
        Array.ConvertAll(KernelFile.Read($"/proc/{pid}/maps").Split('\n', StringSplitOptions.RemoveEmptyEntries), MemoryMapping.Parse)) ?? [];

    /// <summary>
    /// The level of a namespace of a thread below the initial one, as far as this process may look up; 0 when the thread is
    /// gone. For namespaces that have parents: pid and user.
    /// </summary>
    public static int Level(int tid, NamespaceKind kind) => IfThere(() =>
    {
        const uint getParent = 0xb702; // NS_GET_PARENT in include/uapi/linux/nsfs.h
        var level = 0;
        var handle = KernelFile.Open($"/proc/{tid}/ns/{s_namespaces[(int)kind]}", Libc.ReadOnly);
        while (true)
        {
            var parent = Libc.Control(handle, getParent, 0);
            handle.Dispose();
            if (parent < 0) return (int?)level;
            handle = new(parent, ownsHandle: true);
            level++;
        }
    }) ?? 0;

    /// <summary>
    /// What <paramref name="id"/>, a user or group as this process counts, is in the user namespace of a thread; 65534, the
    /// overflow id, when it has none there (user_namespaces(7)).
    /// </summary>
    /// <param name="tid">The thread.</param>
    /// <param name="id">A uid or gid.</param>
    /// <param name="map"><c>uid_map</c> or <c>gid_map</c>.</param>
    public static uint Mapped(int tid, uint id, string map)
    {
        const uint overflow = 65534;
        foreach (var line in IfThere(() => KernelFile.Read($"/proc/{tid}/{map}"))?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var numbers = Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), static n => uint.Parse(n, CultureInfo.InvariantCulture));
            var (inside, outside, count) = (numbers[0], numbers[1], numbers[2]);
            if (id >= outside && id - outside < count) return inside + (id - outside);
        }

        return overflow;
    }

    private static ThreadInfo ReadThread(int pid, int tid)
    {
        var directory = $"/proc/{pid}/task/{tid}";
        var stat = KernelFile.Read($"{directory}/stat");
        var status = KernelFile.Read($"{directory}/status");

        // The name is in parentheses and may hold anything: fields count from the last one.
        var nameEnd = stat.LastIndexOf(')');
        var name = stat[(stat.IndexOf('(') + 1)..nameEnd];
        var fields = stat[(nameEnd + 2)..].Split(' ');
        return new(tid, pid, int.Parse(fields[1], CultureInfo.InvariantCulture), name, fields[0][0],
            (uint.Parse(fields[6], CultureInfo.InvariantCulture) & KernelThread) != 0, int.Parse(fields[36], CultureInfo.InvariantCulture),
            Numbers(status, "NSpid:"), Numbers(status, "NStgid:"), (uint)Numbers(status, "Uid:")[0], (uint)Numbers(status, "Gid:")[0]);
    }

    private static int[] Numbers(string status, string label)
    {
        var at = status.IndexOf($"\n{label}", StringComparison.Ordinal);
        if (at < 0) throw new InvalidDataException($"/proc/PID/status has no '{label}'");
        var line = status.AsSpan(at + 1 + label.Length);
        return Array.ConvertAll(line[..line.IndexOf('\n')].ToString().Split('\t', StringSplitOptions.RemoveEmptyEntries), static n => (int)uint.Parse(n, CultureInfo.InvariantCulture));
    }

    /// <summary>The number in <c>pid:[4026531836]</c>; 0 when the kernel has no such namespaces.</summary>
    private static uint NamespaceOf(int tid, string kind)
    {
        var target = KernelFile.ReadLink($"/proc/{tid}/ns/{kind}");
        return target is null ? 0 : uint.Parse(target.AsSpan()[(kind.Length + 2)..^1], CultureInfo.InvariantCulture);
    }

    private static OpenFile? ReadFile(int pid, int descriptor)
    {
        const string label = "\nflags:\t";
        var name = KernelFile.ReadLink($"/proc/{pid}/fd/{descriptor}");
        var info = IfThere(() => KernelFile.Read($"/proc/{pid}/fdinfo/{descriptor}"));
        if (name is null || info is null) return null;
        var flags = info.AsSpan(info.IndexOf(label, StringComparison.Ordinal) + label.Length);
        return new(descriptor, Convert.ToUInt32(flags[..flags.IndexOf('\n')].ToString(), 8), name);
    }

    /// <summary>The value, or the default when the process or thread has gone.</summary>
    private static T? IfThere<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (KernelException e) when (e.Errno is Errno.NoEntry or Errno.NoProcess)
        {
            return default;
        }
        catch (DirectoryNotFoundException)
        {
            return default;
        }
    }
}
