namespace Braid.Linux.Interop;

/// <summary>The error numbers that the kernel interfaces here answer with (asm-generic/errno-base.h, errno.h).</summary>
public static class Errno
{
    internal const int Perm = 1, NoEntry = 2, NoProcess = 3, Interrupted = 4, TooBig = 7, Again = 11, NoMemory = 12, Access = 13,
        Busy = 16, Exists = 17, NoDevice = 19, NotDirectory = 20, Invalid = 22, NoSpace = 28, NoSystemCall = 38, NotSupported = 95;

    /// <summary>The symbol and the kernel's words for <paramref name="errno"/>, for example <c>EBUSY (Device or resource busy)</c>.</summary>
    public static string Describe(int errno) => $"{Symbol(errno)} ({System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno)})";

    private static string Symbol(int errno) => errno switch
    {
        Perm => "EPERM",
        NoEntry => "ENOENT",
        NoProcess => "ESRCH",
        Interrupted => "EINTR",
        TooBig => "E2BIG",
        9 => "EBADF",
        Again => "EAGAIN",
        NoMemory => "ENOMEM",
        Access => "EACCES",
        Busy => "EBUSY",
        Exists => "EEXIST",
        NoDevice => "ENODEV",
        NotDirectory => "ENOTDIR",
        Invalid => "EINVAL",
        24 => "EMFILE",
        NoSpace => "ENOSPC",
        30 => "EROFS",
        NoSystemCall => "ENOSYS",
        NotSupported => "EOPNOTSUPP",
        524 => "ENOTSUPP",
        _ => $"errno {errno}",
    };
}
