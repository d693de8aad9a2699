using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Braid.Ctf.Decoding;

/// <summary>
/// The bytes of the packet that a cursor reads, at addresses that do not change while it does. A packet of up to
/// <see cref="WholeSize"/> stays in memory. Of a longer one the whole length is reserved, but only the head and the last
/// <see cref="WholeSize"/> take memory, as pages that were passed are given back to the kernel.
/// </summary>
internal sealed unsafe partial class PacketMemory : CriticalFinalizerObject
{
    /// <summary>Packets up to here stay in memory whole.</summary>
    public const int WholeSize = 2 << 20;

    /// <summary>Bytes read at once: what is decoded next is then still in the processor's cache.</summary>
    public const int ReadSize = 128 << 10;

    /// <summary>Bytes at a packet's start that stay: its header and context, where they are not longer.</summary>
    private const int HeadSize = 64 << 10;

    private const int PageSize = 4096;
    private const int DontNeed = 4;
    private const int ReadWrite = 3;
    private const int PrivateAnonymousUnreserved = 0x4022;

    private byte* _start;
    private long _size;

    /// <summary>The packet's place in its file.</summary>
    private TraceFile? _file;

    private long _offset;
    private long _length;

    /// <summary>First byte that may have been given back; nothing between it and <see cref="Loaded"/> has.</summary>
    private long _kept;

    ~PacketMemory() => Release();

    /// <summary>The packet's first byte.</summary>
    public byte* Start => _start;

    /// <summary>Bytes from <see cref="Start"/> that have been read.</summary>
    public long Loaded { get; private set; }

    /// <summary>Turns to another packet and reads <paramref name="first"/> bytes of it.</summary>
    public void Open(TraceFile file, long offset, long length, long first)
    {
        if (length > _size || (_size > WholeSize && length <= WholeSize)) Reserve(length);
        (_file, _offset, _length, Loaded, _kept) = (file, offset, length, 0, HeadSize);
        Load(Math.Min(first, length));
    }

    /// <summary>Keeps the packet's first <paramref name="bytes"/> in memory until the next packet.</summary>
    public void KeepTo(long bytes) => _kept = Math.Max(_kept, (bytes + PageSize - 1) & -PageSize);

    /// <summary>Reads as much again as is read already; false when there is no more.</summary>
    public bool LoadMore()
    {
        var before = Loaded;
        Load(Math.Min(_length, Loaded * 2));
        return Loaded > before;
    }

    /// <summary>Reads on, at least to <paramref name="end"/>; what lies before <paramref name="needed"/> may go. False when the file has no more.</summary>
    public bool LoadTo(long end, long needed)
    {
        if (Loaded >= _length) return false;
        if (_length > WholeSize)
        {
            var release = (needed & -PageSize) - _kept;
            if (release >= WholeSize)
            {
                // In bounds: the pages lie between the head and the byte needed.
                _ = Advise(_start + _kept, (nuint)release, DontNeed);
                _kept += release;
            }
        }

        var before = Loaded;
        Load(Math.Min(_length, Math.Max(end, Loaded + ReadSize)));
        return Loaded > before;
    }

    private void Load(long end)
    {
        // In bounds: the end is at most the length, which is reserved.
        while (Loaded < end)
        {
            var read = _file!.Read(new Span<byte>(_start + Loaded, (int)Math.Min(end - Loaded, 1 << 30)), _offset + Loaded);
            if (read == 0) return;
            Loaded += read;
        }
    }

    private void Reserve(long length)
    {
        Release();
        var size = Math.Max(length, WholeSize);
        var start = Map(null, (nuint)size, ReadWrite, PrivateAnonymousUnreserved, -1, 0);
        if (start == (byte*)-1) throw new OutOfMemoryException($"no address space for a packet of {length} bytes");
        _start = start;
        _size = size;
    }

    private void Release()
    {
        if (_start is not null) _ = Unmap(_start, (nuint)_size);
        _start = null;
        _size = 0;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
