using Braid.Ctf.Schema;

namespace Braid.Sessions.Rings;

/// <summary>What a <see cref="RingSource"/> records, and where to.</summary>
public sealed class RingSourceOptions
{
    /// <summary>
    /// Makes the trace of a program, in <see cref="TracedProgram.Clock"/> and with <see cref="RingSource.StreamClass"/> as its
    /// only stream class. Called by <see cref="RingSource.Drain"/> before the program's first packet; the source adds the
    /// event classes, writes the metadata and disposes it.
    /// </summary>
    public required Func<TracedProgram, DomainTrace> CreateTrace { get; init; }

    /// <summary>
    /// The clock class of programs by their clock, for the program's file: who reads it when this recorder is killed dates the
    /// events with it. Called from any thread.
    /// </summary>
    public required Func<RingClock, ClockClass> Clocks { get; init; }

    /// <summary>
    /// Rules of docs/formats/ring.md: patterns of <c>provider:event</c>, with conditions on the log level, and exclusions.
    /// Together up to 16,000 bytes.
    /// </summary>
    public IReadOnlyList<string> Rules { get; init; } = ["*"];

    /// <summary>The programs to record; null for all of this user (of all users, for root).</summary>
    public IReadOnlySet<int>? Pids { get; init; }

    /// <summary>The clock to ask programs for.</summary>
    public RingClock Clock { get; init; }

    /// <summary>
    /// Bytes of buffer per CPU and program, rounded up to a power of two from 8 KiB to 64 MiB. Three spare rings, used when
    /// a thread was preempted inside an event, take a quarter of it each.
    /// </summary>
    public int BufferSize { get; init; } = 4 << 20;

    /// <summary>
    /// Bytes of a sub-buffer, a power of two from 4 KiB to 4 MiB; null: an eighth of <see cref="BufferSize"/>, as far as that
    /// is one. A larger event is discarded.
    /// </summary>
    public int? SubBufferSize { get; init; }

    /// <summary>Sub-buffers of a ring, a power of two from 2 on, together up to 64 MiB; null: as many as <see cref="BufferSize"/> has room for.</summary>
    public int? SubBufferCount { get; init; }

    /// <summary>
    /// A full buffer overwrites its oldest events instead of discarding new ones, and nothing is moved before
    /// <see cref="RingSource.TakeSnapshot"/>.
    /// </summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// How long a thread that finds its buffer full waits for the recorder before it discards an event: not at all for zero,
    /// without end for <see cref="Timeout.InfiniteTimeSpan"/>. Only in programs that allow it, by BRAID_ALLOW_BLOCKING.
    /// </summary>
    public TimeSpan BlockingTimeout { get; init; }

    /// <summary>Adds the thread id (<c>vtid</c>) to each event.</summary>
    public bool ThreadId { get; init; } = true;

    /// <summary>What goes with each event after the thread id, in this order; each once, and <c>vtid</c> only without <see cref="ThreadId"/>.</summary>
    public IReadOnlyList<UserContext> Contexts { get; init; } = [];

    /// <summary>Which of the events that <see cref="Rules"/> want the programs write; none: all.</summary>
    public IReadOnlyList<RuleFilter> Filters { get; init; } = [];

    /// <summary>Told of programs left out and why. Called on the thread that calls the source.</summary>
    public Action<string> Warn { get; init; } = static _ => { };
}
