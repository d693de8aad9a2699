using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Rings;

/// <summary>The calls into the C library that the BCL does not make for us.</summary>
internal static unsafe partial class RingNative
{
    public const int ReadOnly = 0, ReadWrite = 2, Create = 0x40, Exclusive = 0x80;
    public const int KeepSize = 1, PunchHole = 2;

    private const int CloseOnExec = 0x80000, EmptyPath = 0x1000, StatUid = 8;
    private const int ProtRead = 1, ProtWrite = 2, MapShared = 1, MapNoReserve = 0x4000;

    /// <summary>O_NOFOLLOW, whose number is the architecture's.</summary>
    private static int NoFollow => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Opens a file without following a symbolic link; null when it cannot be.</summary>
    public static SafeFileHandle? TryOpen(string path, int flags, int mode = 0)
    {
        var fd = Open(path, flags | NoFollow | CloseOnExec, mode);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    public static int Fd(this SafeFileHandle file) => (int)file.DangerousGetHandle();

    /// <summary>The owner of an open file; null when the kernel does not tell.</summary>
    public static uint? Owner(SafeFileHandle file)
    {
        var buffer = stackalloc uint[64]; // struct statx, 256 bytes; stx_uid is at 20
        return Statx(file.Fd(), "", EmptyPath, StatUid, buffer) == 0 ? buffer[5] : null;
    }

    /// <summary>The file system of an open file (statx(2), stx_dev_major and stx_dev_minor); null when the kernel does not tell.</summary>
    public static ulong? Device(SafeFileHandle file)
    {
        var buffer = stackalloc uint[64]; // struct statx, 256 bytes; the device is at 136
        return Statx(file.Fd(), "", EmptyPath, 0, buffer) == 0 ? ((ulong)buffer[34] << 32) | buffer[35] : null;
    }

    /// <summary>Maps the first <paramref name="length"/> bytes for reading and writing.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static byte* MapFile(SafeFileHandle file, long length)
    {
        var map = Map(0, (nuint)length, ProtRead | ProtWrite, MapShared | MapNoReserve, file.Fd(), 0);
        return map == -1 ? throw Error("mmap") : (byte*)map;
    }

    /// <summary>Gives a range of the file memory.</summary>
    /// <exception cref="IOException">There is not enough.</exception>
    public static void AllocateRange(SafeFileHandle file, int mode, long offset, long length)
    {
        if (Allocate(file.Fd(), mode, offset, length) != 0) throw Error("fallocate");
    }

    /// <summary>Sets a bit of a word in one atomic operation; false when the word has no memory.</summary>
    public static bool FutexOr(uint* word, int bit)
    {
        // FUTEX_OP(FUTEX_OP_OR | FUTEX_OP_OPARG_SHIFT, bit, FUTEX_OP_CMP_EQ, 0); nobody waits on these words.
        const int wakeOp = 5, orShifted = 2 | 8;
        long number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;
        return SystemCall(number, word, wakeOp, 0, 0, word, (uint)(orShifted << 28 | bit << 12)) >= 0;
    }

    public static IOException Error(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call}: {new Win32Exception(error).Message}");
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long SystemCall(long number, uint* word, long operation, long wake, long wakeSecond, uint* second, long encoded);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUid();

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial int InotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InotifyAddWatch(int fd, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollFd* fds, ulong count, int timeout);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(int fd, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, uint* buffer);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public const short In = 1;
        public int Fd;
        public short Events;
        public short Returned;
    }
}
