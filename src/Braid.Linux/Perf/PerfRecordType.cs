namespace Braid.Linux.Perf;

/// <summary>Records of a buffer: <c>enum perf_event_type</c> (include/uapi/linux/perf_event.h).</summary>
public enum PerfRecordType : uint
{
    /// <summary>Records were refused: u64 event, u64 how many.</summary>
    Lost = 2,

    /// <summary>A thread has a name: u32 pid, u32 tid, the name. With <see cref="PerfRecord.IsExec"/>, by executing a program.</summary>
    Comm = 3,

    /// <summary>A thread has ended.</summary>
    Exit = 4,

    /// <summary>A thread has started: u32 pid, u32 parent's pid, u32 tid, u32 parent's tid, u64 time.</summary>
    Fork = 7,

    /// <summary>A sample.</summary>
    Sample = 9,

    /// <summary>A file was mapped: u32 pid, u32 tid, u64 address, u64 length, u64 offset, 24 bytes that identify the file, u32 protection, u32 flags, path.</summary>
    Mmap2 = 10,
}
