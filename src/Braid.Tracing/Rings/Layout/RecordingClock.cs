using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>What the timestamps c of a recording stand for: OffsetSeconds + (OffsetCycles + c) / Frequency seconds from 1970-01-01T00:00:00Z.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct RecordingClock
{
    /// <summary>Cycles per second; 0: there is no recording.</summary>
    public ulong Frequency;

    public long OffsetSeconds;

    /// <summary>Less than a second.</summary>
    public ulong OffsetCycles;

    /// <summary>The boot id, in the order in which it is written.</summary>
    public unsafe fixed byte Uuid[16];
}
