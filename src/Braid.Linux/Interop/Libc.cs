using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Interop;

/// <summary>The C library's wrappers of the system calls used here. All set errno.</summary>
internal static unsafe partial class Libc
{
    internal const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Truncate = 0x200, Append = 0x400, NonBlock = 0x800, CloseOnExec = 0x80000, PathOnly = 0x200000;
    internal const int ProtRead = 1, ProtWrite = 2, MapShared = 1;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    internal static partial nint ReadAt(SafeFileHandle fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ReadLink(string path, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeFileHandle fd, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RemoveDirectory(string path);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string type, ulong flags, string? data);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, SafeFileHandle fd, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e);

    /// <summary>openat2(2) with <paramref name="root"/> as the root of all lookups, links of procfs refused; -1 with errno set.</summary>
    internal static int OpenBelow(SafeFileHandle root, string path, int flags)
    {
        const int openAt2 = 437;
        const ulong noMagicLinks = 0x02, inRoot = 0x10;
        var how = stackalloc ulong[] { (uint)flags, 0, noMagicLinks | inRoot }; // struct open_how
        var name = Marshal.StringToCoTaskMemUTF8(path);
        var held = false;
        try
        {
            root.DangerousAddRef(ref held);
            return (int)SystemCall(openAt2, root.DangerousGetHandle(), name, (nint)how, 3 * sizeof(ulong), 0);
        }
        finally
        {
            if (held) root.DangerousRelease();
            Marshal.FreeCoTaskMem(name);
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(SafeFileHandle directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    internal static partial int ResourceUsage(int who, long* usage);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    internal static partial int ClockGetTime(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "getppid")]
    [SuppressGCTransition]
    internal static partial int GetParentId();
}
