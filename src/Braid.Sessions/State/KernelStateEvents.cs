using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.State;

namespace Braid.Sessions.State;

/// <summary>
/// The events of LTTng's kernel state dump (lttng-modules 2.13), by which analyses learn what was there before the first
/// event: each as it stands in the metadata. They have a stream class of their own.
/// </summary>
internal static class KernelStateEvents
{
    public const ulong Start = 0, End = 1, ProcessState = 2, FileDescriptor = 3, VmMap = 4, NetworkInterface = 5, BlockDevice = 6, Interrupt = 7,
        CpuTopology = 8, FirstNamespace = 9;

    /// <summary>Bytes of a thread's name; TASK_COMM_LEN in include/linux/sched.h.</summary>
    public const int NameSize = 16;

    private static readonly IntegerFieldClass s_int = new(32, signed: true), s_unsigned = new(32), s_hex32 = new(32) { Base = DisplayBase.Hexadecimal },
        s_hex64 = new(64) { Base = DisplayBase.Hexadecimal }, s_octal = new(32) { Base = DisplayBase.Octal }, s_short = new(16), s_byte = new(8), s_unsigned64 = new(64),
        s_network = new(32) { Base = DisplayBase.Hexadecimal, ByteOrder = ByteOrder.BigEndian };

    private static readonly StringFieldClass s_text = new();

    private static IEnumerable<EventClass> All =>
    [
        Event(Start, "start"),
        Event(End, "end"),
        Event(ProcessState, "process_state",
            new("tid", s_int), new("pid", s_int), new("ppid", s_int), new("name", new StaticLengthStringFieldClass(NameSize)),
            new("type", Enumeration("user_thread", "kernel_thread")),
            new("mode", Enumeration("user_mode", "syscall", "trap", "irq", "softirq", "mode_unknown")),
            new("submode", Enumeration("none", "unknown")),
            new("status", Enumeration("unnamed", "wait_fork", "wait_cpu", "exit", "zombie", "wait", "run", "dead")),
            new("cpu", s_unsigned), new("file_table_address", s_hex64)),
        Event(FileDescriptor, "file_descriptor",
            new("file_table_address", s_hex64), new("fd", s_int), new("flags", s_octal), new("fmode", s_hex32), new("filename", s_text), new("pid", s_int)),
        Event(VmMap, "vm_map", new("pid", s_int), new("start", s_hex64), new("end", s_hex64), new("flags", s_hex64), new("inode", s_unsigned64), new("pgoff", s_hex64)),
        Event(NetworkInterface, "network_interface", new("name", s_text), new("address_ipv4", s_network)),
        Event(BlockDevice, "block_device", new("dev", s_unsigned), new("diskname", s_text)),
        Event(Interrupt, "interrupt", new("irq", s_unsigned), new("name", s_text), new("action", s_text)),
        Event(CpuTopology, "cpu_topology",
            new("architecture", s_text), new("cpu_id", s_short), new("vendor", s_text), new("family", s_byte), new("model", s_byte),
            new("model_name", s_text), new("physical_id", s_short), new("core_id", s_short), new("cores", s_byte)),
        .. Enum.GetValues<NamespaceKind>().Select(Namespace),
    ];

    /// <summary>The stream class with all of them: number 1, next to that of the kernel's own events.</summary>
    /// <param name="clock">The trace's clock.</param>
    /// <param name="context">What each event record has beside its fields.</param>
    public static StreamClass StreamClass(ClockClass clock, StructureFieldClass context)
    {
        var stream = LttngLayout.StreamClass(clock, context, id: 1);
        stream.Events.AddRange(All);
        return stream;
    }

    /// <summary>The id of the event of a thread's namespace.</summary>
    public static ulong Of(NamespaceKind kind) => FirstNamespace + (ulong)kind;

    private static EventClass Namespace(NamespaceKind kind)
    {
        StructureMember[] own = kind switch
        {
            NamespaceKind.Pid => [new("vtid", s_int), new("vpid", s_int), new("vppid", s_int), new("ns_level", s_int)],
            NamespaceKind.User => [new("vuid", s_unsigned), new("vgid", s_unsigned), new("ns_level", s_int)],
            _ => [],
        };
        return Event(Of(kind), $"process_{kind.ToString().ToLowerInvariant()}_ns", [new("tid", s_int), .. own, new("ns_inum", s_unsigned)]);
    }

    private static EventClass Event(ulong id, string name, params StructureMember[] fields) =>
        new() { Id = id, Name = $"lttng_statedump_{name}", Payload = fields.Length == 0 ? null : new StructureFieldClass(fields, 8) };

    private static IntegerFieldClass Enumeration(params string[] labels) =>
        new(32, signed: true) { IsEnumeration = true, Mappings = [.. labels.Select(static (label, value) => new EnumerationMapping(label, [new(value, value)]))] };
}
