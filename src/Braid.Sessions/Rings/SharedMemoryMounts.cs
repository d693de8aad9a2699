using System.Globalization;
using Braid.Rings;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Rings;

/// <summary>
/// The <c>/dev/shm</c> of containers: file systems other than this process's that some process has mounted there. Each is
/// held open, by which it has a path here that is good as long as it is held: <c>/proc/self/fd/N</c>. One that no process has
/// any more is let go of at the next look. Only root may look into other mount namespaces. One thread at a time.
/// </summary>
internal sealed class SharedMemoryMounts : IDisposable
{
    private const int PathOnly = 0x200000;

    /// <summary>By mount namespace; null where /dev/shm is this process's, or none.</summary>
    private Dictionary<string, SafeFileHandle?> _mounts = [];

    /// <summary>Looks again.</summary>
    /// <returns>The paths here of those that are there now.</returns>
    public IReadOnlyList<string> Find()
    {
        var ours = NamespaceOf("self");
        var found = new Dictionary<string, SafeFileHandle?>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            var pid = Path.GetFileName(directory);
            if (!int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out _)) continue;
            if (NamespaceOf(pid) is not { } theirs || theirs == ours || found.ContainsKey(theirs)) continue;
            found[theirs] = _mounts.Remove(theirs, out var known) ? known : Open(pid);
        }

        Close(_mounts);
        _mounts = found;

        // Several namespaces may have one file system.
        return [.. found.Values.OfType<SafeFileHandle>().DistinctBy(RingNative.Device).Select(mount => $"/proc/self/fd/{mount.Fd()}")];
    }

    public void Dispose() => Close(_mounts);

    private static void Close(Dictionary<string, SafeFileHandle?> mounts)
    {
        foreach (var mount in mounts.Values) mount?.Dispose();
    }

    private static SafeFileHandle? Open(string pid)
    {
        // A link in another root would lead somewhere in ours.
        var (parent, path) = ($"/proc/{pid}/root/dev", $"/proc/{pid}/root{RingLayout.Directory}");
        if (!Directory.Exists(path) || new FileInfo(parent).LinkTarget is not null || RingNative.TryOpen(path, PathOnly) is not { } mount) return null;
        using var own = RingNative.TryOpen(RingLayout.Directory, PathOnly);
        if (own is not null && RingNative.Device(own) != RingNative.Device(mount)) return mount;
        mount.Dispose();
        return null;
    }

    private static string? NamespaceOf(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/mnt").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // gone meanwhile, or a thread of the kernel's
        }
    }
}
