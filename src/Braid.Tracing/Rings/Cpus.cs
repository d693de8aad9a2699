using System.Runtime.InteropServices;

namespace Braid.Tracing.Rings;

/// <summary>Which CPU a thread runs on.</summary>
internal static unsafe class Cpus
{
    /// <summary>Offset of cpu_id in struct rseq (linux/rseq.h).</summary>
    private const int RseqCpuId = 4;

    /// <summary>What a thread without an rseq area points at: no CPU has this number, so that each event asks.</summary>
    private static readonly uint* s_unknown = MakeUnknown();

    /// <summary>From the thread pointer to the rseq area that glibc (2.35 and later) has registered for each thread; null when there is none.</summary>
    private static readonly nint? s_rseqOffset = FindRseq();

    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int> s_getCpu =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<int>)Libc.TrySymbol("sched_getcpu");

    /// <summary>Where the kernel keeps the CPU of the calling thread, valid as long as the thread lives.</summary>
    public static uint* CurrentThreadCpu() =>
        s_rseqOffset is { } offset ? (uint*)(Libc.CurrentThread() + offset + RseqCpuId) : s_unknown;

    /// <summary>Asks the C library; 0 when that fails too.</summary>
    public static uint Ask() => s_getCpu == null ? 0 : (uint)Math.Max(0, s_getCpu());

    private static nint? FindRseq()
    {
        // pthread_self is the thread pointer on x86-64 only.
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) return null;
        var offset = Libc.TrySymbol("__rseq_offset");
        var size = Libc.TrySymbol("__rseq_size");
        return offset == 0 || size == 0 || *(uint*)size == 0 ? null : *(nint*)offset;
    }

    private static uint* MakeUnknown()
    {
        var unknown = (uint*)NativeMemory.Alloc(sizeof(uint)); // for the life of the process
        *unknown = uint.MaxValue;
        return unknown;
    }
}
