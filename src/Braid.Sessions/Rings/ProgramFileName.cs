using System.Globalization;
using Braid.Linux.Processes;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>The name of a program's file: <c>braid.UID.PID.TIME</c>, both as the program sees them.</summary>
internal readonly record struct ProgramFileName(uint Uid, int Pid, ulong Time)
{
    /// <summary>Where the file is, when that is another <c>/dev/shm</c> than this process's (<see cref="SharedMemoryMounts"/>).</summary>
    public string? Mount { get; init; }

    public string Path => $"{Mount ?? RingLayout.Directory}/{FileName}";

    private string FileName => $"{RingLayout.ProgramPrefix}{Uid}.{Pid}.{Time}";

    /// <summary>Reads a file name without directory; false for other files.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out ProgramFileName result)
    {
        result = default;
        if (!name.StartsWith(RingLayout.ProgramPrefix)) return false;
        Span<Range> parts = stackalloc Range[5];
        if (name.Split(parts, '.') != 4
            || !uint.TryParse(name[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            || !int.TryParse(name[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            || !ulong.TryParse(name[parts[3]], NumberStyles.None, CultureInfo.InvariantCulture, out var time))
        {
            return false;
        }

        result = new(uid, pid, time);
        return true;
    }

    /// <summary>The program files that are there now, in this process's <c>/dev/shm</c> or in <paramref name="mount"/>.</summary>
    public static IEnumerable<ProgramFileName> List(string? mount = null)
    {
        foreach (var path in Directory.EnumerateFiles(mount ?? RingLayout.Directory, RingLayout.ProgramPrefix + "*"))
        {
            if (TryParse(System.IO.Path.GetFileName(path.AsSpan()), out var name)) yield return name with { Mount = mount };
        }
    }

    /// <summary>
    /// Whether this is a file to believe: the name is anybody's claim, its owner is not. Root records everybody's programs,
    /// also those that see their user as another (user_namespaces(7)).
    /// </summary>
    public bool IsOfOwner(uint? owner) => owner is { } uid && (uid == Uid || RingNative.GetEffectiveUid() == 0);

    /// <summary>
    /// The process, as this one sees it: it has mapped the file, and its number in its own namespace is that of the name.
    /// Null when none is found that may be looked at.
    /// </summary>
    public int? FindProcess()
    {
        if (Maps(Pid)) return Pid;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(System.IO.Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcessIdentity.PidInOwnNamespace(pid) == Pid && Maps(pid)) return pid;
        }

        return null;
    }

    /// <summary>Removes the file; when its file system is gone, so is the file.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public void Unlink()
    {
        try
        {
            File.Delete(Path);
        }
        catch (DirectoryNotFoundException)
        {
            // A container's, that has ended.
        }
    }

    private bool Maps(int pid)
    {
        var end = "/" + FileName;
        using var process = ProcessSnapshot.TryTake(pid);
        return process is not null && process.Mappings.Any(m => m.Path.EndsWith(end, StringComparison.Ordinal));
    }
}
