using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Braid.Linux.Interop;

namespace Braid.Linux.Probes;

/// <summary>bpf(2), tried with the smallest program there is: <c>r0 = 0; exit</c>.</summary>
internal static unsafe class BpfProbes
{
    private const string Privilege = "run as root, or: setcap cap_bpf,cap_perfmon+ep braid";
    private const int MapCreate = 0, ProgramLoad = 5;
    private const uint RingBuffer = 27;

    internal static IEnumerable<Probe> All()
    {
        yield return Program("eBPF tracepoint", 5, "scripts on tracepoints", $"{Privilege}; kernel: CONFIG_BPF_SYSCALL=y CONFIG_BPF_EVENTS=y");
        yield return Program("eBPF raw tracepoint", 17, "scripts on tracepoints, cheaper", $"{Privilege}; kernel 4.17 or later");
        yield return Program("eBPF probe", 2, "scripts on uprobes and kprobes", $"{Privilege}; kernel: CONFIG_UPROBE_EVENTS=y or CONFIG_KPROBE_EVENTS=y");
        yield return Program("eBPF perf event", 7, "scripts on timers and samples", Privilege);
        yield return new("eBPF ring buffer", "bpf(BPF_MAP_CREATE)", "events from scripts", $"{Privilege}; kernel 5.8 or later", CreateRing);
        yield return new("BTF", "/sys/kernel/btf/vmlinux", "types of kernel structures in scripts", "kernel: CONFIG_DEBUG_INFO_BTF=y", ReadBtf);
    }

    private static Probe Program(string name, uint type, string usedFor, string fix) => new(name, "bpf(BPF_PROG_LOAD)", usedFor, fix, () =>
    {
        ReadOnlySpan<byte> code = [0xB7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0];
        Span<byte> attributes = stackalloc byte[128];
        attributes.Clear();

        // In bounds: instruction count and license stand for the pinned constants, which the kernel only reads.
        fixed (byte* instructions = code)
        fixed (byte* license = "GPL\0"u8)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(attributes, type);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], code.Length / 8);
            BinaryPrimitives.WriteInt64LittleEndian(attributes[8..], (nint)instructions);
            BinaryPrimitives.WriteInt64LittleEndian(attributes[16..], (nint)license);
            Call(ProgramLoad, attributes);
        }

        return "program loaded";
    });

    private static string CreateRing()
    {
        Span<byte> attributes = stackalloc byte[128];
        attributes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(attributes, RingBuffer);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[12..], Environment.SystemPageSize);
        Call(MapCreate, attributes);
        return "map created";
    }

    private static string ReadBtf()
    {
        const string path = "/sys/kernel/btf/vmlinux";
        using var file = KernelFile.Open(path, Libc.ReadOnly);
        return string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(path).Length / 1e6:0.0} MB");
    }

    /// <summary>Makes the object and drops it at once.</summary>
    private static void Call(int command, Span<byte> attributes)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;
        nint fd;

        // In bounds: the span's own length is passed.
        fixed (byte* p = attributes) fd = Libc.SystemCall(number, command, (nint)p, attributes.Length, 0, 0);
        if (fd < 0) KernelFile.Throw("bpf", "bpf(2)");
        _ = Libc.Close((int)fd);
    }
}
