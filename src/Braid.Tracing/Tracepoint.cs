using System.Diagnostics;
using System.Runtime.CompilerServices;
using Braid.Clocks;
using Braid.Rings;
using Braid.Tracing.Rings;

namespace Braid.Tracing;

/// <summary>
/// One event of a program: a handle that the source generator makes for each tracepoint method and that may be made by
/// hand. Keep it in a <c>static readonly</c> field: it is registered for the life of the process. Thread-safe; it never
/// throws, blocks, allocates or makes a system call after construction, except for what a recording with contexts or a
/// filter takes: memory for the first event of each thread, the reading of the filter by the first of all.
/// </summary>
public sealed unsafe class Tracepoint
{
    /// <summary>Points into the program's file, or at a byte that stays 0; not 0 while a recorder wants the event.</summary>
    private readonly byte* _enabled;

    /// <summary>The index in the event table.</summary>
    private readonly ushort _id;

    /// <summary>
    /// Registers the event <c>provider:name</c>. The first one of a process makes its file and, while a recorder is
    /// running, waits until it has attached: at most <c>BRAID_REGISTER_TIMEOUT</c> ms (default 3000, 0 for none). When
    /// anything fails the event stays disabled.
    /// </summary>
    public Tracepoint(string provider, string name, params ReadOnlySpan<TraceField> fields)
        : this(provider, name, TraceLevel.DebugLine, fields)
    {
    }

    /// <summary>As <see cref="Tracepoint(string, string, ReadOnlySpan{TraceField})"/>, with a log level.</summary>
    public Tracepoint(string provider, string name, TraceLevel level, params ReadOnlySpan<TraceField> fields)
        : this(provider, name, new TracepointDetails { Level = level }, fields)
    {
    }

    /// <summary>As <see cref="Tracepoint(string, string, ReadOnlySpan{TraceField})"/>, with all that can be said of it.</summary>
    public Tracepoint(string provider, string name, TracepointDetails details, params ReadOnlySpan<TraceField> fields) =>
        _enabled = ProgramFile.Register(provider, name, details, fields, out _id);

    /// <summary>Tells whether a recorder wants the event: one volatile load.</summary>
    public bool IsEnabled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref *_enabled) != 0;
    }

    /// <summary>
    /// Begins an event whose fields take up to <paramref name="size"/> bytes: claims a ring of this CPU, reads the clock
    /// and writes the header. The caller writes the fields in order, no more than <paramref name="size"/> bytes, nothing
    /// else that could throw, and then commits. When the recording has contexts or a filter, the event is put together in
    /// memory of the thread (allocated by its first one) and recorded by the commit.
    /// </summary>
    /// <param name="size">Bytes of the recorded fields, at most.</param>
    /// <param name="forFilter">Bytes more for fields that <see cref="TraceRecord.BeginFilterFields"/> may ask for.</param>
    /// <returns>A record that <see cref="TraceRecord.IsRecording">is not recording</see> when the event is lost (and counted) or the recorder has gone.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TraceRecord Begin(long size, long forFilter = 0)
    {
        var ring = RingWriter.Primary(RingWriter.CurrentCpu());
        var state = ring->State;
        if (state >= RingState.Claimed || Interlocked.CompareExchange(ref ring->State, state | RingState.ProgramClaim, state) != state)
        {
            ring = RingWriter.ClaimAny(ring, out state);
            if (ring == null) return new TraceRecord(RingWriter.BeginBusy(size + forFilter, _id));
        }

        // The ring is ours until State is stored. The clock is read now, so that time does not run backwards within it.
        var flags = ring->Flags;
        var now = (flags & RingFlags.CycleCounter) != 0 ? CycleCounter.Read() : (ulong)Stopwatch.GetTimestamp();
        var last = ring->Last;
        if (now < last) now = last;

        // One comparison for a far timestamp and for a ring whose events are deferred.
        var used = (long)RingState.Used(state);
        if (((now - last) | ((ulong)(flags & RingFlags.Deferred) << 32)) > uint.MaxValue || used + size + RingWriter.MaxHeaderSize > ring->SubBufferSize)
        {
            return new TraceRecord(RingWriter.BeginSlow(ring, state, now, size, forFilter, _id));
        }

        var at = RingWriter.Map + ring->SubBufferAt + used;
        Unsafe.WriteUnaligned(at, _id);
        Unsafe.WriteUnaligned(at + 2, (uint)now);
        ring->Last = now;
        var fields = at + 6;
        if ((flags & RingFlags.ThreadId) != 0)
        {
            Unsafe.WriteUnaligned(fields, RingWriter.ThreadId);
            fields += 4;
        }

        return new TraceRecord(ring, fields, state + RingState.OneEvent - (ulong)at);
    }
}
