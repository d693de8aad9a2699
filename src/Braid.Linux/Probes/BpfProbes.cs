using System.Globalization;
using Braid.Linux.Bpf;
using Braid.Linux.Interop;

namespace Braid.Linux.Probes;

/// <summary>bpf(2), tried with the smallest program there is: <c>r0 = 0; exit</c>.</summary>
internal static class BpfProbes
{
    private const string Privilege = "run as root, or: setcap cap_bpf,cap_perfmon+ep braid";

    /// <summary>r0 = 0; exit.</summary>
    private static readonly ulong[] s_nothing = [0xB7, 0x95];

    internal static IEnumerable<Probe> All()
    {
        yield return Program("eBPF tracepoint", BpfProgramType.Tracepoint, "scripts on tracepoints", $"{Privilege}; kernel: CONFIG_BPF_SYSCALL=y CONFIG_BPF_EVENTS=y");
        yield return Program("eBPF raw tracepoint", BpfProgramType.RawTracepoint, "scripts on tracepoints, cheaper", $"{Privilege}; kernel 4.17 or later");
        yield return new("eBPF typed tracepoint", "bpf(BPF_RAW_TRACEPOINT_OPEN)", "system calls with texts and structures (else addresses, through tracefs)",
            $"{Privilege}; kernel 5.5 or later with CONFIG_DEBUG_INFO_BTF=y", AttachTyped);
        yield return Program("eBPF probe", BpfProgramType.Probe, "scripts on uprobes and kprobes", $"{Privilege}; kernel: CONFIG_UPROBE_EVENTS=y or CONFIG_KPROBE_EVENTS=y");
        yield return Program("eBPF perf event", BpfProgramType.PerfEvent, "scripts on timers and samples", Privilege);
        yield return new("eBPF ring buffer", "bpf(BPF_MAP_CREATE)", "events from scripts", $"{Privilege}; kernel 5.8 or later", CreateRing);
        yield return new("BTF", "/sys/kernel/btf/vmlinux", "types of kernel structures in scripts", "kernel: CONFIG_DEBUG_INFO_BTF=y", ReadBtf);
    }

    private static Probe Program(string name, BpfProgramType type, string usedFor, string fix) => new(name, "bpf(BPF_PROG_LOAD)", usedFor, fix, () =>
    {
        using var program = BpfProgram.Load(type, "doctor", s_nothing);
        return "program loaded";
    });

    private static string CreateRing()
    {
        using var ring = new BpfRing("doctor", Environment.SystemPageSize);
        return "map created";
    }

    /// <summary>As system calls are recorded: a program that loads from typed arguments, attached.</summary>
    private static string AttachTyped()
    {
        var type = BtfTypes.ReadKernel().Find(BtfKind.Typedef, "btf_trace_sys_enter");
        if (type == 0) throw new NotSupportedException($"{BtfTypes.KernelPath} has no tracepoint sys_enter");
        using var program = BpfProgram.Load(BpfProgramType.TypedTracepoint, "doctor", s_nothing, type);
        using var link = program.Attach();
        return "attached to sys_enter";
    }

    private static string ReadBtf()
    {
        using var file = KernelFile.Open(BtfTypes.KernelPath, Libc.ReadOnly);
        return string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(BtfTypes.KernelPath).Length / 1e6:0.0} MB");
    }
}
