using System.Diagnostics;
using System.Runtime.CompilerServices;
using Braid.Clocks;
using Braid.Rings;

namespace Braid.Tracing.Rings;

/// <summary>
/// A thread that finds its ring full waits for the recorder when both sides want that: the recorder by a time-out, the
/// program by BRAID_ALLOW_BLOCKING. It holds no claim meanwhile, so that the recorder and other threads go on.
/// <para>
/// It sleeps for short times rather than on a futex: it must look up at bounded intervals anyway, since a recorder that was
/// killed wakes nobody up; a recorder gives back a sub-buffer in milliseconds, which a sleep of a tenth of one does not make
/// longer; and the recorder has nothing to do for it, so that it cannot be made to do too much.
/// </para>
/// </summary>
internal static unsafe partial class RingWriter
{
    private const long SleepNanoseconds = 100_000;

    /// <summary>How often a thread that waits looks whether the recorder lives, in sleeps: some hundreds of times a second.</summary>
    private const int LooksAfter = 20;

    /// <summary>An event that fits in no sub-buffer need not wait for one.</summary>
    private static bool MayWait(RingControl* ring, long size) =>
        ProgramFile.MayBlock && ring->BlockingTimeout != 0 && Volatile.Read(ref Control->HasMemory) != 0
        && SubBufferHeader.Size + size + MaxHeaderSize + ThreadIdSize <= ring->SubBufferSize;

    /// <summary>
    /// Begins an event when <paramref name="full"/>, in which the caller is counted as waiting, has room; or counts it as
    /// discarded when its time is up, the recorder has died, or nobody wants it any more.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TraceRecord WaitAndPlace(RingControl* full, long size, ushort id, uint? generation)
    {
        var start = Stopwatch.GetTimestamp(); // ns
        var record = default(TraceRecord);
        for (var sleeps = 0; IsWorthWaiting(full, id, start, sleeps); sleeps++)
        {
            if (TryPlaceAgain(size, id, generation, out record))
            {
                Interlocked.Decrement(ref full->Waiting); // after the claim: a recorder that stops waits for either to go
                return record;
            }

            Libc.Sleep(SleepNanoseconds);
        }

        Interlocked.Increment(ref full->Discarded);
        Interlocked.Decrement(ref full->Waiting);
        return record;
    }

    private static bool IsWorthWaiting(RingControl* ring, ushort id, long start, int sleeps) =>
        Volatile.Read(ref s_map[RingLayout.EnabledAt + id]) != 0
        && (ulong)(Stopwatch.GetTimestamp() - start) < Volatile.Read(ref ring->BlockingTimeout)
        && (sleeps % LooksAfter != 0 || ProgramFile.HasRecorder);

    /// <summary>From the claim on once more: the thread may run on another CPU by now.</summary>
    private static bool TryPlaceAgain(long size, ushort id, uint? generation, out TraceRecord record)
    {
        record = default;
        var primary = Primary(CurrentCpu());
        for (var ring = primary; ring < primary + RingLayout.RingsPerCpu; ring++)
        {
            var state = Volatile.Read(ref ring->State);
            if (state >= RingState.Claimed
                || Interlocked.CompareExchange(ref ring->State, state | RingState.ProgramClaim, state) != state) continue;
            var now = (ring->Flags & RingFlags.CycleCounter) != 0 ? CycleCounter.Read() : (ulong)Stopwatch.GetTimestamp();
            var isOver = !IsFor(ring, generation);
            if (!isOver && TryPlace(ring, ref state, Math.Max(now, ring->Last), size, id, out record)) return true;
            Volatile.Write(ref ring->State, state);
            if (isOver) return true; // with no record: the recording that wanted the event has ended
        }

        return false;
    }
}
