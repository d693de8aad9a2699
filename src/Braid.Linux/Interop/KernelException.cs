namespace Braid.Linux.Interop;

/// <summary>A kernel interface refused: which one, with what error, and what a person can do about it.</summary>
public sealed class KernelException : IOException
{
    /// <summary>Describes the failure of <paramref name="operation"/> on <paramref name="path"/>.</summary>
    public KernelException(int errno, string operation, string path, string? fix = null)
        : base($"{operation} {path}: {Interop.Errno.Describe(errno)}{(fix is null ? "" : $"; {fix}")}")
    {
        Errno = errno;
        Path = path;
        Fix = fix;
    }

    /// <summary>The error number.</summary>
    public int Errno { get; }

    /// <summary>The file or system call.</summary>
    public string Path { get; }

    /// <summary>What to do about it; null when nothing general can be said.</summary>
    public string? Fix { get; }
}
