using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>What a ring's writers and its recorder share; docs/formats/ring.md. The first line is the writers', the second the recorder's.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct RingControl
{
    public const int Size = 128;

    /// <summary><see cref="RingState"/>. Written by compare-and-swap to claim, by a release store of the claim's holder to commit.</summary>
    [FieldOffset(0)] public ulong State;

    /// <summary>The latest timestamp in this ring. Owned by the claim's holder; never decreases while a recorder is attached.</summary>
    [FieldOffset(8)] public ulong Last;

    /// <summary>File offset of the current sub-buffer. Owned by the claim's holder.</summary>
    [FieldOffset(16)] public ulong SubBufferAt;

    /// <summary>Bytes of a sub-buffer, a power of two up to <see cref="RingLayout.MaxSubBufferSize"/>; 0: no recorder. Set by the recorder under its claim.</summary>
    [FieldOffset(24)] public uint SubBufferSize;

    /// <summary><see cref="RingFlags"/>. Set by the recorder under its claim.</summary>
    [FieldOffset(28)] public uint Flags;

    /// <summary>Events lost, cumulative. Incremented atomically: those that found all rings of the CPU busy count in the primary one.</summary>
    [FieldOffset(32)] public ulong Discarded;

    /// <summary>Sub-buffers opened since the recorder set the ring up. Release-stored by the claim's holder before it writes into the next one.</summary>
    [FieldOffset(40)] public ulong Opened;

    /// <summary>Threads that wait for a free sub-buffer. Atomic.</summary>
    [FieldOffset(48)] public uint Waiting;

    /// <summary>The number, modulo 2^19, of the oldest sub-buffer not yet given back. Release-stored by the recorder.</summary>
    [FieldOffset(64)] public uint Consumed;

    /// <summary>Sub-buffers of the ring, a power of two. Set by the recorder under its claim.</summary>
    [FieldOffset(68)] public uint SubBufferCount;

    /// <summary>Bytes of sub-buffer <see cref="Consumed"/> that the recorder has moved, its header included, and events in them. Written with it.</summary>
    [FieldOffset(72)] public uint TakenBytes;
    [FieldOffset(76)] public uint TakenEvents;

    /// <summary>What of <see cref="Discarded"/> the recorder's trace tells. Written with <see cref="Consumed"/>.</summary>
    [FieldOffset(80)] public ulong Told;

    /// <summary>The number of sub-buffer <see cref="Consumed"/> from the first one on, and the events before its first: moved, or known to be overwritten. Written with it.</summary>
    [FieldOffset(88)] public ulong Next;
    [FieldOffset(96)] public ulong EventsBefore;

    /// <summary>Nanoseconds that a program which allows it waits for a free sub-buffer; 0: not at all. Set by the recorder under its claim.</summary>
    [FieldOffset(104)] public ulong BlockingTimeout;
}

/// <summary>How the events of a ring are written.</summary>
internal static class RingFlags
{
    /// <summary>The thread id follows each event header as an i32.</summary>
    public const uint ThreadId = 1;

    /// <summary>Timestamps are cycles of the CPU's counter, else nanoseconds of CLOCK_MONOTONIC.</summary>
    public const uint CycleCounter = 2;

    /// <summary>Contexts follow the thread id, or events are filtered: see <see cref="ExtrasHeader"/>. Writers put events together elsewhere first.</summary>
    public const uint Deferred = 4;

    /// <summary>When the ring is full the oldest sub-buffer makes room, read or not; else events are discarded.</summary>
    public const uint Overwrite = 8;
}
