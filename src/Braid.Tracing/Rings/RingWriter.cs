using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Braid.Clocks;
using Braid.Rings;

namespace Braid.Tracing.Rings;

/// <summary>
/// The writer's side of the rings of this process. <see cref="Tracepoint.Begin(long, long)"/> is the fast path; what is here and not
/// inlined is off it. Without a mapping no tracepoint is enabled and nothing here is reached.
/// </summary>
internal static unsafe partial class RingWriter
{
    /// <summary>A compact event header and the thread id.</summary>
    public const int MaxHeaderSize = 10;

    private const int CompactHeaderSize = 6, ExtendedHeaderSize = 14, ThreadIdSize = 4;
    private const ushort ExtendedId = 65535;

    /// <summary>The mapping, its ring controls, and how many CPUs have rings. Set once, before any tracepoint is enabled. No static constructor: NativeAOT would check it at each use.</summary>
    private static byte* s_map;
    private static RingControl* s_controls;
    private static uint s_cpus;

    /// <summary>The CPU id of this thread's rseq area, which the kernel keeps current; null until the thread's first event.</summary>
    [ThreadStatic]
    private static uint* t_cpu;

    [ThreadStatic]
    private static int t_threadId;

    public static byte* Map => s_map;

    public static int ThreadId => t_threadId;

    public static void Use(byte* map, uint cpus)
    {
        s_map = map;
        s_controls = (RingControl*)(map + RingLayout.RingControlsAt);
        s_cpus = cpus;
    }

    /// <summary>The CPU that the thread runs on, or ran on just now: a hint to keep CPUs apart, not a promise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint CurrentCpu()
    {
        var at = t_cpu;
        if (at == null) at = EnterThread();
        var cpu = Volatile.Read(ref *at);
        return cpu < s_cpus ? cpu : FindCpu();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RingControl* Primary(uint cpu) => s_controls + cpu * RingLayout.RingsPerCpu;

    /// <summary>Where a recorder says what it asks for beyond the events.</summary>
    public static byte* Extras => s_map + RingLayout.ExtrasAt(s_cpus);

    /// <summary>Claims the first free ring of the CPU of <paramref name="primary"/>; null when all are busy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static RingControl* ClaimAny(RingControl* primary, out ulong state)
    {
        for (var ring = primary; ring < primary + RingLayout.RingsPerCpu; ring++)
        {
            state = Volatile.Read(ref ring->State);
            if (state < RingState.Claimed
                && Interlocked.CompareExchange(ref ring->State, state | RingState.ProgramClaim, state) == state)
            {
                return ring;
            }
        }

        state = 0;
        return null;
    }

    /// <summary>Counts an event as lost.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Discard(uint cpu)
    {
        var primary = Primary(cpu);
        if (Volatile.Read(ref primary->SubBufferSize) != 0) Interlocked.Increment(ref primary->Discarded);
    }

    /// <summary>The rest of <see cref="Tracepoint.Begin(long, long)"/> when all rings of the CPU are busy: the event is lost, unless one that is put together first may find a free one, or be rejected.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TraceRecord BeginBusy(long size, ushort id)
    {
        var cpu = CurrentCpu();
        if ((Volatile.Read(ref Primary(cpu)->Flags) & RingFlags.Deferred) != 0) return DeferredEvent.Begin(id, size);
        Discard(cpu);
        return default;
    }

    /// <summary>Tells whether a recorder that left no order behind has not read all events. One that leaves in order takes its clock away.</summary>
    public static bool HasUnread()
    {
        if (Volatile.Read(ref Control->Clock.Frequency) == 0) return false;
        for (var ring = s_controls; ring < s_controls + s_cpus * RingLayout.RingsPerCpu; ring++)
        {
            var state = Volatile.Read(ref ring->State);
            if (ring->SubBufferSize == 0) continue;
            var isOpen = !RingState.IsClosed(state);
            if (((RingState.Number(state) + (isOpen ? 0u : 1u) - ring->Consumed) & (uint)RingState.NumberMask) != 0) return true;
            if (isOpen && RingState.Events(state) != ring->TakenEvents) return true;
        }

        return false;
    }

    /// <summary>
    /// The rest of <see cref="Tracepoint.Begin(long, long)"/>: the event needs the next sub-buffer or an extended header, is deferred, or is
    /// lost. The caller holds the claim on <paramref name="ring"/>, which was in <paramref name="state"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TraceRecord BeginSlow(RingControl* ring, ulong state, ulong now, long size, long forFilter, ushort id)
    {
        if (ring->SubBufferSize != 0 && (ring->Flags & RingFlags.Deferred) == 0) return Place(ring, state, now, size, id, generation: null);
        var isDeferred = ring->SubBufferSize != 0; // else the recorder has gone
        Volatile.Write(ref ring->State, state);
        return isDeferred ? DeferredEvent.Begin(id, size + forFilter) : default;
    }

    /// <summary>
    /// Records an event that was put together elsewhere, in a recording with the extras of <paramref name="generation"/>. One
    /// that is no longer is no loss.
    /// </summary>
    public static void Record(ushort id, uint generation, ReadOnlySpan<byte> contexts, ReadOnlySpan<byte> fields)
    {
        var cpu = CurrentCpu();
        var ring = ClaimAny(Primary(cpu), out var state);
        if (ring == null)
        {
            Discard(cpu);
            return;
        }

        if (!IsFor(ring, generation))
        {
            Volatile.Write(ref ring->State, state);
            return;
        }

        var now = (ring->Flags & RingFlags.CycleCounter) != 0 ? CycleCounter.Read() : (ulong)Stopwatch.GetTimestamp();
        var record = Place(ring, state, Math.Max(now, ring->Last), contexts.Length + (long)fields.Length, id, generation);
        if (!record.IsRecording) return;
        record.WriteBytes(ref MemoryMarshal.GetReference(contexts), contexts.Length);
        record.WriteBytes(ref MemoryMarshal.GetReference(fields), fields.Length);
        record.Commit();
    }

    /// <summary>
    /// Whether a claimed ring is of the recording that an event is for: with the extras of <paramref name="generation"/>, or for
    /// null without any. The recorder writes the extras before it gives a ring its size and flags, so under a claim they
    /// belong together.
    /// </summary>
    private static bool IsFor(RingControl* ring, uint? generation) => ring->SubBufferSize != 0
        && (generation is { } expected
            ? (ring->Flags & RingFlags.Deferred) != 0 && Volatile.Read(ref ((ExtrasHeader*)Extras)->Generation) == expected
            : (ring->Flags & RingFlags.Deferred) == 0);

    /// <summary>
    /// Writes the header of an event into a claimed ring, in the next sub-buffer when it does not fit. When there is none gives
    /// the ring back, and waits where that is wanted or counts the event as lost.
    /// </summary>
    private static TraceRecord Place(RingControl* ring, ulong state, ulong now, long size, ushort id, uint? generation)
    {
        if (TryPlace(ring, ref state, now, size, id, out var record)) return record;
        var waits = MayWait(ring, size);
        if (waits) Interlocked.Increment(ref ring->Waiting);
        else Interlocked.Increment(ref ring->Discarded);
        Volatile.Write(ref ring->State, state);
        return waits ? WaitAndPlace(ring, size, id, generation) : default;
    }

    /// <summary>False when the event does not fit, and the ring is still to be released with <paramref name="state"/>.</summary>
    private static bool TryPlace(RingControl* ring, scoped ref ulong state, ulong now, long size, ushort id, out TraceRecord record)
    {
        record = default;
        size += (ring->Flags & RingFlags.ThreadId) != 0 ? ThreadIdSize : 0;
        var isFar = now - ring->Last > uint.MaxValue;
        var isHere = (long)RingState.Used(state) + size + (isFar ? ExtendedHeaderSize : CompactHeaderSize) <= ring->SubBufferSize;
        if (!isHere && !TryOpenNext(ring, ref state, now, size + CompactHeaderSize)) return false;

        var at = s_map + ring->SubBufferAt + RingState.Used(state);
        var fields = isHere && isFar ? WriteExtendedHeader(at, id, now) : WriteCompactHeader(at, id, now);
        ring->Last = now;
        if ((ring->Flags & RingFlags.ThreadId) != 0)
        {
            Unsafe.WriteUnaligned(fields, t_threadId);
            fields += ThreadIdSize;
        }

        record = new TraceRecord(ring, fields, state + RingState.OneEvent - (ulong)at);
        return true;
    }

    /// <summary>
    /// Closes the current sub-buffer and opens the next. On failure, when the recorder has not given the next back and it may
    /// not be overwritten, there is no memory or the event fits in none, <paramref name="state"/> is what to release the ring
    /// with.
    /// </summary>
    private static bool TryOpenNext(RingControl* ring, scoped ref ulong state, ulong now, long size)
    {
        if (SubBufferHeader.Size + size > ring->SubBufferSize) return false;
        if (!RingState.IsClosed(state))
        {
            var header = (SubBufferHeader*)(s_map + ring->SubBufferAt);
            header->Used = (uint)RingState.Used(state);
            header->Events = RingState.Events(state);
            header->End = ring->Last;
            header->Discarded = Volatile.Read(ref ring->Discarded);
            state = RingState.Close(state);
        }

        var next = (RingState.Number(state) + 1) & (uint)RingState.NumberMask;
        if (Volatile.Read(ref Control->HasMemory) == 0 || ((ring->Flags & RingFlags.Overwrite) == 0 && !IsFree(ring, next))) return false;

        var before = 0UL;
        if (ring->Opened > 0)
        {
            var closed = (SubBufferHeader*)(s_map + ring->SubBufferAt);
            before = closed->EventsBefore + closed->Events;
        }

        // Release: who sees the count sees the header closed above. Fence: who sees a byte of the next sub-buffer sees the count.
        Volatile.Write(ref ring->Opened, ring->Opened + 1);
        Interlocked.MemoryBarrier();

        var index = ring - s_controls;
        var place = (long)(next & (ring->SubBufferCount - 1)) * ring->SubBufferSize;
        ring->SubBufferAt = (ulong)(RingLayout.RingAt(s_cpus, index) + place);
        var fresh = (SubBufferHeader*)(s_map + ring->SubBufferAt);
        fresh->Number = next;
        fresh->Begin = now;
        fresh->EventsBefore = before;
        state = RingState.Open(next);
        return true;
    }

    /// <summary>Acquire: the recorder gives a sub-buffer back after it has read it.</summary>
    private static bool IsFree(RingControl* ring, uint number) =>
        ((number - Volatile.Read(ref ring->Consumed)) & (uint)RingState.NumberMask) < ring->SubBufferCount;

    private static ProgramControl* Control => (ProgramControl*)(s_map + RingLayout.ControlAt);

    private static byte* WriteCompactHeader(byte* at, ushort id, ulong now)
    {
        Unsafe.WriteUnaligned(at, id);
        Unsafe.WriteUnaligned(at + 2, (uint)now);
        return at + CompactHeaderSize;
    }

    private static byte* WriteExtendedHeader(byte* at, ushort id, ulong now)
    {
        Unsafe.WriteUnaligned(at, ExtendedId);
        Unsafe.WriteUnaligned(at + 2, (uint)id);
        Unsafe.WriteUnaligned(at + 6, now);
        return at + ExtendedHeaderSize;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint* EnterThread()
    {
        t_threadId = Libc.GetThreadId();
        return t_cpu = Cpus.CurrentThreadCpu();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint FindCpu() => Cpus.Ask() % s_cpus;
}
