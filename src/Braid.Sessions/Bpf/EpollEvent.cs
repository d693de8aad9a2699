using Braid.Ctf.Schema;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary><c>struct epoll_event</c>, packed on x86 (include/uapi/linux/eventpoll.h), as LTTng writes it.</summary>
internal static class EpollEvent
{
    /// <summary>Its bytes in memory; where the caller's data begins.</summary>
    public const int MemorySize = 12, DataAt = 4;

    /// <summary>Its bytes in the record.</summary>
    public const int RecordSize = 17;

    /// <summary>How readers see it.</summary>
    public static StructureFieldClass Class { get; } = new(
    [
        new("data_union", new StructureFieldClass(
        [
            new("u64", new IntegerFieldClass(64) { Base = DisplayBase.Hexadecimal }),
            new("fd", new IntegerFieldClass(32, signed: true)),
        ], 8)),
        new("raw_events", new IntegerFieldClass(32) { Base = DisplayBase.Hexadecimal }),
        new("events", EventBits.Of("EPOLLIN", "EPOLLPRI", "EPOLLOUT", "EPOLLERR", "EPOLLHUP")),
    ], 8);

    /// <summary>Appends the one at address + offset. Spoils R0, R1 and R5.</summary>
    public static void Append(RecordWriter writer, Register address, int offset)
    {
        // In two parts on the stack it would not be aligned.
        writer.Code.Load(Width.Word, R1, address, offset + DataAt);
        writer.Code.Load(Width.Word, R0, address, offset + DataAt + 4);
        writer.Append(4, R1);
        writer.Append(4, R0);
        writer.Append(4, R1);
        writer.Code.Load(Width.Word, R0, address, offset);
        writer.Append(4, R0);
        writer.Append(1, R0);
    }
}
