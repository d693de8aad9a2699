namespace Braid.Rings;

/// <summary>
/// Where things stand in a program's file <c>/dev/shm/braid.UID.PID.TIME</c>; docs/formats/ring.md. Compiled into
/// the library and into the recorder, so that there is one description.
/// </summary>
internal static class RingLayout
{
    public const string Directory = "/dev/shm";
    public const string ProgramPrefix = "braid.";
    public const string AdvertPrefix = "braid-session.";
    public const string UnnamedSuffix = ".new";

    /// <summary>"BRAIDRNG".</summary>
    public const ulong Magic = 0x474E524449415242;
    public const uint Version = 1;

    public const int ControlAt = 4096;
    public const int EnabledAt = 5 * 4096;
    public const int MaxEvents = 16384;
    public const int RingControlsAt = EnabledAt + MaxEvents;
    public const int MaxCpus = 1024;

    public const int EventTableSize = 4 << 20;

    /// <summary>One primary ring and three spares.</summary>
    public const int RingsPerCpu = 4;

    /// <summary>Distance of the rings, and so the largest ring.</summary>
    public const long RingStride = 64L << 20;

    public const int MinSubBufferSize = 4096;
    public const int MaxSubBufferSize = 4 << 20;

    /// <summary>Byte of the file that the program keeps locked while it lives.</summary>
    public const long ProgramLock = 0;

    /// <summary>Byte of the file that its recorder keeps locked.</summary>
    public const long RecorderLock = 1;

    public const uint MonotonicBit = 1, CycleCounterBit = 2;

    /// <summary>Features of a program's library: it knows <see cref="ExtrasHeader"/>, and the file goes on as long as that takes.</summary>
    public const uint ExtrasBit = 1;

    /// <summary>Features of a program's library: it knows <see cref="RingFlags.Overwrite"/>.</summary>
    public const uint OverwriteBit = 2;

    /// <summary>Features of a program: its threads may wait for the recorder.</summary>
    public const uint BlockingBit = 4;

    /// <summary>Features of a program's library: its filters are for the events of rules, and may change while the recording is on.</summary>
    public const uint RuleFiltersBit = 8;

    /// <summary>Bytes for <see cref="ExtrasHeader"/>, the contexts and the filters.</summary>
    public const int ExtrasSize = 128 << 10;

    public static long EventTableAt(uint cpus) => PageUp(RingControlsAt + (long)cpus * RingsPerCpu * RingControl.Size);

    public static long RingsAt(uint cpus) => EventTableAt(cpus) + EventTableSize;

    public static long RingAt(uint cpus, long ring) => RingsAt(cpus) + ring * RingStride;

    /// <summary>The end of the rings, and of a file without extras.</summary>
    public static long FileSize(uint cpus) => RingAt(cpus, (long)cpus * RingsPerCpu);

    public static long ExtrasAt(uint cpus) => FileSize(cpus);

    private static long PageUp(long bytes) => (bytes + 4095) & ~4095L;
}
