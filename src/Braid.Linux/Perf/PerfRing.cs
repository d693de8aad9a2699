using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Perf;

/// <summary>
/// The buffer that the kernel writes the records of a CPU's events into (perf_event_open(2), "MMAP layout"): a page of control,
/// then a power of two of pages of data. It refuses records when it is full, and tells how many in a record of its own. One
/// thread at a time.
/// </summary>
internal sealed unsafe class PerfRing : IDisposable
{
    private const int HeadAt = 1024, TailAt = 1032;

    private readonly byte* _control;
    private readonly nuint _mapped;
    private readonly int _size;

    /// <summary>What was taken last.</summary>
    private readonly byte[] _records;

    private PerfRing(nint address, int size)
    {
        _control = (byte*)address;
        _size = size;
        _mapped = (nuint)(size + Environment.SystemPageSize);
        _records = new byte[size];
    }

    /// <summary>Maps a buffer of <paramref name="bytes"/>, a power of two, or as much less as this user may lock.</summary>
    /// <exception cref="KernelException">Not even a few pages.</exception>
    internal static PerfRing Map(SafeFileHandle file, int bytes)
    {
        var page = Environment.SystemPageSize;
        while (true)
        {
            var address = Libc.Map(0, (nuint)(bytes + page), Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, file, 0);
            if (address != -1) return new(address, bytes);
            if (bytes <= 8 * page) KernelFile.Throw("mmap", "perf_event_open(2)", "raise ulimit -l or kernel.perf_event_mlock_kb");
            bytes /= 2;
        }
    }

    /// <summary>Takes all records that are there; valid until the next call.</summary>
    internal ReadOnlySpan<byte> Take()
    {
        // In bounds: head - tail is at most the size, which is that of both the data and the array.
        var head = Volatile.Read(ref *(ulong*)(_control + HeadAt)); // acquire: the records before it are written
        var tail = *(ulong*)(_control + TailAt);
        var length = (int)Math.Min(head - tail, (ulong)_size);
        var data = new ReadOnlySpan<byte>(_control + Environment.SystemPageSize, _size);
        var at = (int)(tail % (ulong)_size);
        var first = Math.Min(length, _size - at);
        data.Slice(at, first).CopyTo(_records);
        data[..(length - first)].CopyTo(_records.AsSpan(first));
        Volatile.Write(ref *(ulong*)(_control + TailAt), head); // release: the copy is made
        return _records.AsSpan(0, length);
    }

    public void Dispose() => _ = Libc.Unmap((nint)_control, _mapped);
}
