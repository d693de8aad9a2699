using Braid.Linux.Elf;
using Braid.Linux.Files;
using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Processes;

/// <summary>
/// The address space of a process at one moment. Taking it is one read of /proc/PID/maps; the files that are mapped can be
/// read later, also when the process is gone, as its root directory is held open: paths are looked up below that, so that a
/// container's are found and none leads out of it. One thread at a time; dispose it.
/// </summary>
public sealed class ProcessSnapshot : IDisposable
{
    private readonly SafeFileHandle _root;

    private ProcessSnapshot(int pid, SafeFileHandle root, IReadOnlyList<MemoryMapping> mappings) => (Pid, _root, Mappings) = (pid, root, mappings);

    /// <summary>Its id in the pid namespace of this process.</summary>
    public int Pid { get; }

    /// <summary>Its memory by address.</summary>
    public IReadOnlyList<MemoryMapping> Mappings { get; }

    /// <summary>Takes the snapshot; null when the process is gone or may not be looked at (ptrace(2), "access mode checking").</summary>
    public static ProcessSnapshot? TryTake(int pid)
    {
        SafeFileHandle? root = null;
        try
        {
            root = KernelFile.Open($"/proc/{pid}/root", Libc.PathOnly);
            var lines = KernelFile.Read($"/proc/{pid}/maps").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new(pid, root, Array.ConvertAll(lines, MemoryMapping.Parse));
        }
        catch (KernelException e) when (e.Errno is Errno.NoEntry or Errno.NoProcess or Errno.Access or Errno.Perm)
        {
            root?.Dispose();
            return null;
        }
    }

    /// <summary>
    /// The ELF programs and libraries with executable memory, by address. A file that is gone or may not be read gives a
    /// module without image; one that is replaced meanwhile does too.
    /// </summary>
    /// <param name="warn">Told of files that are broken: the path, the offset and what was expected.</param>
    public IReadOnlyList<LoadedModule> ReadModules(Action<string> warn)
    {
        var modules = new List<LoadedModule>();
        foreach (var file in Mappings.Where(m => m.Inode != 0 && IsFile(m.Path)).GroupBy(m => (m.Path, m.Inode)))
        {
            if (!file.Any(m => m.IsExecutable)) continue;
            var unread = new LoadedModule(file.First().Start, file.Last().End - file.First().Start, file.Key.Path, null);
            using var handle = OpenFile(file.Key.Path, file.Key.Inode);
            if (handle is null)
            {
                modules.Add(unread);
                continue;
            }

            try
            {
                if (ElfReader.TryRead(handle, Printable(file.Key.Path)) is { } image) Add(image, file);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                warn(e.Message);
                modules.Add(unread);
            }
        }

        modules.Sort((a, b) => a.BaseAddress.CompareTo(b.BaseAddress));
        return modules;

        // A file that is loaded twice is two modules; a page of it that is mapped again for another segment is not.
        void Add(ElfImage image, IEnumerable<MemoryMapping> mappings)
        {
            var end = 0UL;
            foreach (var mapping in mappings)
            {
                if (mapping.Offset != image.LoadOffset || mapping.Start < end) continue;
                modules.Add(new(mapping.Start, image.MemorySize, mapping.Path, image));
                end = mapping.Start + image.MemorySize;
            }
        }
    }

    /// <summary>Tells whether <paramref name="path"/>, absolute in the process's mount namespace, is a regular file.</summary>
    public bool HasFile(string path)
    {
        using var handle = Find(path);
        return handle is not null && FileStatus.Of(handle) is { IsRegular: true };
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    /// <summary>Neither anonymous files, which the runtime's double mapping makes, nor shared memory of System V.</summary>
    private static bool IsFile(string path) =>
        path.StartsWith('/') && !path.StartsWith("/memfd:", StringComparison.Ordinal) && !path.StartsWith("/SYSV", StringComparison.Ordinal);

    /// <summary>A path is anybody's choice; a terminal is to show it, not obey it.</summary>
    private static string Printable(string path) => string.Concat(path.Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>Opens the very file that is mapped. What is not a regular file is not opened, as that could block or do something.</summary>
    private SafeFileHandle? OpenFile(string path, ulong inode)
    {
        using var found = Find(path);
        if (found is null || FileStatus.Of(found) is not { IsRegular: true } status || status.Inode != inode) return null;
        var fd = Libc.Open($"/proc/self/fd/{found.DangerousGetHandle()}", Libc.ReadOnly | Libc.CloseOnExec, 0);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>The place of a path (O_PATH), looked up with the process's root as root and without leaving it (openat2(2)); null when it is not there.</summary>
    private SafeFileHandle? Find(string path)
    {
        var fd = Libc.OpenBelow(_root, path, Libc.PathOnly | Libc.CloseOnExec);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }
}
