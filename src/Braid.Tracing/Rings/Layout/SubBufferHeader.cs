using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>
/// Stands before the event records of a sub-buffer. <see cref="Number"/> and <see cref="Begin"/> are valid from the first
/// commit into it, the rest once it is closed; of an open one <see cref="RingState"/> tells the size and the count.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct SubBufferHeader
{
    public const int Size = 64;

    /// <summary>Modulo 2^19.</summary>
    [FieldOffset(0)] public uint Number;

    /// <summary>Bytes, this header included.</summary>
    [FieldOffset(4)] public uint Used;

    /// <summary>Event records.</summary>
    [FieldOffset(8)] public uint Events;

    /// <summary>Timestamp of the first event.</summary>
    [FieldOffset(16)] public ulong Begin;

    /// <summary>Timestamp of the last event.</summary>
    [FieldOffset(24)] public ulong End;

    /// <summary><see cref="RingControl.Discarded"/> when the sub-buffer was closed.</summary>
    [FieldOffset(32)] public ulong Discarded;

    /// <summary>Events in the sub-buffers before this one. Valid with <see cref="Number"/>.</summary>
    [FieldOffset(40)] public ulong EventsBefore;
}
