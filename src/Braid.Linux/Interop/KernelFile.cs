using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Interop;

/// <summary>
/// The control files of tracefs, procfs and sysfs: small texts, each write one system call whose error is the kernel's
/// answer. (FileStream would buffer, lock and ask for the length, none of which such files take well.)
/// </summary>
internal static unsafe class KernelFile
{
    /// <summary>Opens <paramref name="path"/>; the caller owns the handle.</summary>
    internal static SafeFileHandle Open(string path, int flags)
    {
        var fd = Libc.Open(path, flags | Libc.CloseOnExec, 0);
        if (fd < 0) Throw("open", path);
        return new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>Writes <paramref name="text"/> with one write(2), appending or over what is there.</summary>
    internal static void Write(string path, string text, bool append = false)
    {
        using var file = Open(path, Libc.WriteOnly | (append ? Libc.Append : Libc.Truncate));
        var bytes = Encoding.UTF8.GetBytes(text);
        nint written;

        // In bounds: the array is pinned and its own length is passed.
        fixed (byte* p = bytes)
        {
            do written = Libc.Write(file, p, (nuint)bytes.Length);
            while (written < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        }

        if (written < 0) Throw($"write '{text.TrimEnd()}' to", path);
    }

    /// <summary>Reads all of <paramref name="path"/>.</summary>
    internal static string Read(string path)
    {
        using var file = Open(path, Libc.ReadOnly);
        var buffer = new byte[4096];
        var used = 0;
        while (true)
        {
            if (used == buffer.Length) Array.Resize(ref buffer, used * 2);
            var got = Read(file, buffer.AsSpan(used));
            if (got < 0) Throw("read", path);
            if (got == 0) return Encoding.UTF8.GetString(buffer, 0, used);
            used += got;
        }
    }

    /// <summary>Where the symbolic link <paramref name="path"/> leads; null when it, or the process that it is of, is not there.</summary>
    internal static string? ReadLink(string path)
    {
        Span<byte> target = stackalloc byte[4096];
        nint length;

        // In bounds: the span's own length is passed.
        fixed (byte* p = target) length = Libc.ReadLink(path, p, (nuint)target.Length);
        if (length >= 0) return Encoding.UTF8.GetString(target[..(int)length]);
        if (Marshal.GetLastPInvokeError() is not (Errno.NoEntry or Errno.NoProcess)) Throw("readlink", path);
        return null;
    }

    /// <summary>One read(2): bytes, 0 at the end, or -1 with errno set.</summary>
    internal static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        // In bounds: the span's own length is passed.
        fixed (byte* p = buffer) return (int)Libc.Read(file, p, (nuint)buffer.Length);
    }

    /// <summary>One pread(2) from the start of the file.</summary>
    internal static int ReadFromStart(SafeFileHandle file, Span<byte> buffer)
    {
        // In bounds: the span's own length is passed.
        fixed (byte* p = buffer) return (int)Libc.ReadAt(file, p, (nuint)buffer.Length, 0);
    }

    internal static void Throw(string operation, string path, string? fix = null)
    {
        var errno = Marshal.GetLastPInvokeError();
        throw new KernelException(errno, operation, path, fix ?? Fix(errno, path));
    }

    private static string? Fix(int errno, string path) => errno switch
    {
        Errno.Access or Errno.Perm when path.StartsWith("/sys/kernel", StringComparison.Ordinal) => "run as root",
        Errno.NoMemory => "use smaller buffers",
        _ => null,
    };
}
