using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>The first page of a program's file. Complete before the file has its name, except <see cref="EventCount"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4096)]
internal unsafe struct ProgramHeader
{
    public const int EventCountAt = 36, RefusedAt = 68;

    [FieldOffset(0)] public ulong Magic;
    [FieldOffset(8)] public uint Version;
    [FieldOffset(12)] public uint Pid;
    [FieldOffset(16)] public uint Uid;

    /// <summary>Bit 0: CLOCK_MONOTONIC; bit 1: the cycle counter.</summary>
    [FieldOffset(20)] public uint Clocks;

    /// <summary>Clock ticks since boot, as in /proc/PID/stat.</summary>
    [FieldOffset(24)] public ulong StartTime;

    [FieldOffset(32)] public uint Cpus;

    /// <summary>Events registered. Release-stored by the program after the entry is complete; never decreases.</summary>
    [FieldOffset(EventCountAt)] public uint EventCount;

    /// <summary>The program's name, cut to 15 bytes as the kernel does, NUL-terminated.</summary>
    [FieldOffset(40)] public fixed byte Name[16];

    /// <summary>When the program started, nanoseconds from 1970-01-01T00:00:00Z; 0: unknown.</summary>
    [FieldOffset(56)] public long StartedAt;

    /// <summary>What the library of the program can do, <see cref="RingLayout.ExtrasBit"/> and <see cref="RingLayout.OverwriteBit"/>, and what it may, <see cref="RingLayout.BlockingBit"/>; 0 in files of older ones.</summary>
    [FieldOffset(64)] public uint Features;

    /// <summary>Events that could not be registered, for want of room in the event table or of memory: they are never recorded. Never decreases.</summary>
    [FieldOffset(RefusedAt)] public uint Refused;
}

/// <summary>The second page and the three after it: what the recorder asks of the program.</summary>
[StructLayout(LayoutKind.Explicit, Size = RingLayout.EnabledAt - RingLayout.ControlAt)]
internal unsafe struct ProgramControl
{
    public const int GenerationAt = 0, AnsweredAt = 4, RulesLengthAt = 8, HasMemoryAt = 12, PrimarySizeAt = 16, SpareSizeAt = 20, ClockAt = 24, RulesAt = 64;
    public const int MaxRules = RingLayout.EnabledAt - RingLayout.ControlAt - RulesAt;

    /// <summary>Odd while the rules are being written, grows with each change.</summary>
    [FieldOffset(GenerationAt)] public uint Generation;

    /// <summary>Not 0 once a recorder has attached to the program or decided not to: a starting program stops waiting.</summary>
    [FieldOffset(AnsweredAt)] public uint Answered;

    /// <summary>Bytes of <see cref="Rules"/>.</summary>
    [FieldOffset(RulesLengthAt)] public uint RulesLength;

    /// <summary>Not 0 once the rings have memory: no sub-buffer is opened before. Set by whoever gave it, the recorder or the program.</summary>
    [FieldOffset(HasMemoryAt)] public uint HasMemory;

    /// <summary>Bytes of a primary and of a spare ring.</summary>
    [FieldOffset(PrimarySizeAt)] public uint PrimarySize;
    [FieldOffset(SpareSizeAt)] public uint SpareSize;

    /// <summary>The clock of the recording, for who reads the rings when it was killed; zeros when there is none or it left in order.</summary>
    [FieldOffset(ClockAt)] public RecordingClock Clock;

    /// <summary>Patterns (<see cref="Glob"/>) of <c>provider:event</c>, separated by line feeds.</summary>
    [FieldOffset(RulesAt)] public fixed byte Rules[MaxRules];
}
