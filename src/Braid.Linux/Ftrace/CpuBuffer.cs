using System.Runtime.InteropServices;
using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Ftrace;

/// <summary>
/// The ring buffer of one CPU of an instance. <see cref="ReadPage"/> consumes. One thread at a time.
/// <para>How many sub-buffers are full: read(2) hands out the sub-buffer being written as well, so a reader that wants only
/// full ones must know their number. With n of them full and t bytes (0 &lt; t ≤ capacity) in the one being written,
/// <c>bytes</c> in the stats is n × capacity + t, because the kernel counts the unused end of a sub-buffer when it leaves it;
/// hence n = ceil(bytes / capacity) - 1. A sub-buffer read in part before counts with its rest only: then the result is
/// one too low or right, never too high.</para>
/// </summary>
public sealed class CpuBuffer : IDisposable
{
    /// <summary>Bytes of the header of a sub-buffer: u64 timestamp, u64 commit.</summary>
    public const int PageHeaderSize = 16;

    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _stats;
    private readonly string _path;
    private readonly int _subBufferSize;

    internal CpuBuffer(string instance, int cpu, int subBufferSize)
    {
        Cpu = cpu;
        _subBufferSize = subBufferSize;
        _path = $"{instance}/per_cpu/cpu{cpu}";
        _data = KernelFile.Open($"{_path}/trace_pipe_raw", Libc.ReadOnly | Libc.NonBlock);
        try
        {
            _stats = KernelFile.Open($"{_path}/stats", Libc.ReadOnly);
        }
        catch
        {
            _data.Dispose();
            throw;
        }
    }

    /// <summary>The CPU.</summary>
    public int Cpu { get; }

    /// <summary>The counters of the buffer now.</summary>
    public BufferStats ReadStats()
    {
        Span<byte> text = stackalloc byte[512];
        var length = KernelFile.ReadFromStart(_stats, text);
        if (length < 0) KernelFile.Throw("read", $"{_path}/stats");
        return BufferStats.Parse(text[..length]);
    }

    /// <summary>Sub-buffers that are full and will not change any more.</summary>
    public int FullPages(in BufferStats stats)
    {
        var capacity = _subBufferSize - PageHeaderSize;
        return (int)Math.Max(0, (stats.Bytes + capacity - 1) / capacity - 1);
    }

    /// <summary>Takes the oldest sub-buffer, filled or not, out of the ring.</summary>
    /// <param name="page">At least a sub-buffer long.</param>
    /// <returns>Bytes read; 0 when the ring is empty.</returns>
    public int ReadPage(Span<byte> page)
    {
        while (true)
        {
            var length = KernelFile.Read(_data, page[.._subBufferSize]);
            if (length >= 0) return length;
            var errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.Again) return 0;
            if (errno != Errno.Interrupted) KernelFile.Throw("read", $"{_path}/trace_pipe_raw");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _data.Dispose();
        _stats.Dispose();
    }
}
