using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>The first page of a program's file. Complete before the file has its name, except <see cref="EventCount"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4096)]
internal unsafe struct ProgramHeader
{
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
    [FieldOffset(36)] public uint EventCount;

    /// <summary>The program's name, cut to 15 bytes as the kernel does, NUL-terminated.</summary>
    [FieldOffset(40)] public fixed byte Name[16];
}

/// <summary>The second page and the three after it: what the recorder asks of the program.</summary>
[StructLayout(LayoutKind.Explicit, Size = RingLayout.EnabledAt - RingLayout.ControlAt)]
internal unsafe struct ProgramControl
{
    public const int MaxRules = RingLayout.EnabledAt - RingLayout.ControlAt - 64;

    /// <summary>Odd while the rules are being written, grows with each change.</summary>
    [FieldOffset(0)] public uint Generation;

    /// <summary>Not 0 once a recorder has attached to the program or decided not to: a starting program stops waiting.</summary>
    [FieldOffset(4)] public uint Answered;

    /// <summary>Bytes of <see cref="Rules"/>.</summary>
    [FieldOffset(8)] public uint RulesLength;

    /// <summary>Patterns (<see cref="Glob"/>) of <c>provider:event</c>, separated by line feeds.</summary>
    [FieldOffset(64)] public fixed byte Rules[MaxRules];
}
