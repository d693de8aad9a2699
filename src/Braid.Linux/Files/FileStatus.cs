using System.Buffers.Binary;
using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Files;

/// <summary>What statx(2) says of an open file.</summary>
/// <param name="IsRegular">Whether it is a regular file.</param>
/// <param name="Inode">Its number, unique in its file system.</param>
internal readonly record struct FileStatus(bool IsRegular, ulong Inode)
{
    /// <summary>Asks for the status of <paramref name="file"/>, which may be open as a path only; null when the kernel refuses.</summary>
    public static unsafe FileStatus? Of(SafeFileHandle file)
    {
        const int emptyPath = 0x1000, modeAt = 28, inodeAt = 32, size = 256;
        const uint typeAndInode = 0x101;
        const int typeMask = 0xf000, regular = 0x8000;
        var buffer = stackalloc byte[size]; // struct statx
        if (Libc.Statx(file, "", emptyPath, typeAndInode, buffer) != 0) return null;
        var status = new ReadOnlySpan<byte>(buffer, size);
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(status[modeAt..]);
        return new((mode & typeMask) == regular, BinaryPrimitives.ReadUInt64LittleEndian(status[inodeAt..]));
    }
}
