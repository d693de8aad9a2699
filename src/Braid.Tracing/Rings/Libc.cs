using System.Runtime.InteropServices;

namespace Braid.Tracing.Rings;

/// <summary>The calls into the C library. Arguments and results are those of section 2 of the manual; text is UTF-8.</summary>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, CloseOnExec = 0x80000;
    public const int ProtRead = 1, ProtWrite = 2, MapShared = 1, DontFork = 10;

    private const int ConfiguredCpus = 83, FileSizeLimit = 1, EmptyPath = 0x1000, StatUid = 8, GetName = 16;

    /// <summary>O_NOFOLLOW, whose number is the architecture's.</summary>
    public static int NoFollow => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>The address of a symbol of the C library; 0 when it has none of that name.</summary>
    public static nint TrySymbol(string name)
    {
        var process = NativeLibrary.GetMainProgramHandle();
        if (NativeLibrary.TryGetExport(process, name, out var address)) return address;
        return NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, name, out address) ? address : 0;
    }

    public static uint CpuCount() => (uint)Math.Max(1, SysConf(ConfiguredCpus));

    /// <summary>The owner of an open file; null when the kernel does not tell.</summary>
    public static uint? Owner(int fd)
    {
        var buffer = stackalloc uint[64]; // struct statx, 256 bytes; stx_uid is at 20
        return Statx(fd, "", EmptyPath, StatUid, buffer) == 0 ? buffer[5] : null;
    }

    /// <summary>The largest file that the process may write; beyond it the kernel would end the process with SIGXFSZ.</summary>
    public static ulong MaxFileSize()
    {
        var limit = stackalloc ulong[2];
        return GetResourceLimit(FileSizeLimit, limit) == 0 ? limit[0] : ulong.MaxValue;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "ftruncate")]
    public static partial int SetLength(int fd, long length);

    [LibraryImport("libc", EntryPoint = "fallocate")]
    public static partial int Allocate(int fd, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "mmap")]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUid();

    [LibraryImport("libc", EntryPoint = "gettid")]
    public static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    public static partial nint CurrentThread();

    /// <summary>The name of the calling thread, NUL-terminated, into 16 bytes or more of zeros; they stay so when the kernel refuses.</summary>
    public static void ThreadName(Span<byte> name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(name.Length, 16);
        fixed (byte* to = name) Control(GetName, to, 0, 0, 0); // writes up to 16 bytes
    }

    /// <summary>Sleeps for up to <paramref name="nanoseconds"/> (below one second); a signal ends it early.</summary>
    public static void Sleep(long nanoseconds)
    {
        var time = stackalloc long[] { 0, nanoseconds };
        NanoSleep(time, null);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, void* argument2, nint argument3, nint argument4, nint argument5);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(long* time, long* remaining);

    [LibraryImport("libc", EntryPoint = "sysconf")]
    private static partial long SysConf(int name);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetResourceLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, uint* buffer);
}
