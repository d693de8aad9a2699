using Braid.Linux.Interop;

namespace Braid.Linux.Bpf;

/// <summary>
/// Reads the records that programs put into a ring (kernel/bpf/ringbuf.c). One reader, one thread.
/// <code>
/// page 0   consumer position, ours: all before it may be overwritten
/// page 1   producer position, the kernel's: all before it is reserved
/// page 2…  the data, mapped twice one after the other, so that no record is cut in two
///
/// record   u32 length | busy &lt;&lt; 31 | discard &lt;&lt; 30,  u32,  bytes, padding to a multiple of 8
/// </code>
/// Order: the kernel reserves by a release store of the producer position, after the header with the busy bit; it commits by
/// replacing the header. So the position is loaded before a header and a header before its record, each with acquire, and
/// our position is stored with release after the records were read.
/// </summary>
public sealed unsafe class BpfRing : IDisposable
{
    private const uint Busy = 1u << 31, Discarded = 1u << 30;
    private const int HeaderSize = 8;

    private readonly BpfMap _map;
    private readonly nint _consumer, _producer;
    private readonly nuint _producerSize;
    private readonly byte* _data;
    private readonly uint _mask;
    private bool _isDisposed;

    /// <summary>What has been read, released or not. Ours alone.</summary>
    private ulong _position;

    /// <summary>Makes a ring.</summary>
    /// <param name="name">Shown by the kernel's tools.</param>
    /// <param name="size">Bytes, a power of two, at least a page.</param>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public BpfRing(string name, int size)
    {
        var page = (nuint)Environment.SystemPageSize;
        _mask = (uint)size - 1;
        _producerSize = page + (2 * (nuint)size);
        _map = BpfMap.Create(BpfMapType.Ring, name, 0, 0, size);
        _producer = -1;
        _consumer = Libc.Map(0, page, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, _map.Handle, 0);
        if (_consumer != -1) _producer = Libc.Map(0, _producerSize, Libc.ProtRead, Libc.MapShared, _map.Handle, (long)page);
        if (_producer == -1)
        {
            var error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
            Dispose();
            throw new KernelException(error, "map", $"eBPF ring '{name}'");
        }

        _data = (byte*)_producer + page;
    }

    /// <summary>The map, for programs and for arrays of maps; owned by the ring.</summary>
    public BpfMap Map => _map;

    /// <summary>Bytes that are reserved or committed, and not released.</summary>
    public long Used => (long)(Volatile.Read(ref *(ulong*)_producer) - Volatile.Read(ref *(ulong*)_consumer));

    /// <summary>
    /// The next record; false when there is none, or when the next one is still being written. It is valid until
    /// <see cref="Release"/>.
    /// </summary>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        var end = Volatile.Read(ref *(ulong*)_producer);
        while (_position < end)
        {
            // In bounds: below the producer position there is a whole record, and the data is mapped twice.
            var start = _data + (_position & _mask);
            var header = Volatile.Read(ref *(uint*)start);
            if ((header & Busy) != 0) break;
            var length = header & ~Discarded;
            _position += (length + HeaderSize + 7) & ~7u;
            if (header != length) continue;
            record = new(start + HeaderSize, (int)length);
            return true;
        }

        record = default;
        return false;
    }

    /// <summary>Gives the memory of all records read back to the programs; returns how many bytes.</summary>
    public long Release()
    {
        var released = _position - *(ulong*)_consumer;
        Volatile.Write(ref *(ulong*)_consumer, _position);
        return (long)released;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (_consumer != -1) _ = Libc.Unmap(_consumer, (nuint)Environment.SystemPageSize);
        if (_producer != -1) _ = Libc.Unmap(_producer, _producerSize);
        _map.Dispose();
    }
}
