using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>
/// Locks on single bytes of a file that belong to the open file description: the kernel drops them when the last
/// descriptor closes, however the process ends, and unlike process-owned locks they do not vanish when another
/// descriptor of the file is closed.
/// </summary>
internal static unsafe partial class OfdLock
{
    private const int GetLock = 36, SetLock = 37;
    private const short WriteLock = 1, NoLock = 2;

    /// <summary>Takes the lock of <paramref name="at"/> without waiting.</summary>
    public static bool TryTake(int fd, long at) => Set(fd, at, WriteLock);

    /// <summary>Gives the lock of <paramref name="at"/> back.</summary>
    public static void Release(int fd, long at) => Set(fd, at, NoLock);

    /// <summary>Tells whether another open file description holds the lock of <paramref name="at"/>; false when that cannot be known.</summary>
    public static bool IsHeld(int fd, long at)
    {
        var flock = new Flock { Type = WriteLock, Start = at, Length = 1 };
        return Fcntl(fd, GetLock, &flock) == 0 && flock.Type != NoLock;
    }

    private static bool Set(int fd, long at, short type)
    {
        var flock = new Flock { Type = type, Start = at, Length = 1 };
        return Fcntl(fd, SetLock, &flock) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int fd, int command, Flock* flock);

    /// <summary>struct flock of 64-bit Linux; Pid must be 0.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Flock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }
}
