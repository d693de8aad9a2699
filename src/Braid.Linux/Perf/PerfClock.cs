using Braid.Linux.Interop;

namespace Braid.Linux.Perf;

/// <summary>
/// What the kernel tells about its clock in the first page of a perf event's mapping (<c>struct perf_event_mmap_page</c>):
/// nanoseconds = cycles * time_mult &gt;&gt; time_shift.
/// </summary>
internal static unsafe class PerfClock
{
    /// <summary>The frequency of the time-stamp counter in Hz; null when the kernel does not tell.</summary>
    internal static ulong? ReadFrequency()
    {
        const int capabilities = 40, timeShift = 50, timeMult = 52, userTime = 1 << 3;
        var dummy = new PerfAttributes { Type = PerfAttributes.Software, Config = PerfAttributes.SoftwareDummy, Flags = PerfAttributes.ExcludeKernel };
        using var perf = PerfEvent.TryOpen(dummy, 0, -1);
        if (perf is null) return null;
        var size = (nuint)Environment.SystemPageSize;
        var page = Libc.Map(0, size, Libc.ProtRead, Libc.MapShared, perf, 0);
        if (page == -1) return null;

        // In bounds: the offsets are in the first 64 bytes of a page.
        var start = (byte*)page;
        var told = (*(ulong*)(start + capabilities) & userTime) != 0;
        var (shift, mult) = (*(ushort*)(start + timeShift), *(uint*)(start + timeMult));
        _ = Libc.Unmap(page, size);
        return told && mult != 0 && shift < 64 ? (ulong)(((UInt128)1_000_000_000 << shift) / mult) : null;
    }
}
