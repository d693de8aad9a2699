using System.Globalization;
using Braid.Linux.Ftrace;
using Braid.Linux.Interop;
using Braid.Linux.Perf;

namespace Braid.Linux.Probes;

/// <summary>perf_event_open(2).</summary>
internal static class PerfProbes
{
    private const string SystemCall = "perf_event_open(2)";
    private const string Privilege = "run as root, or: setcap cap_perfmon+ep braid, or: sysctl kernel.perf_event_paranoid=-1";
    private const int MonotonicId = 1;

    internal static IEnumerable<Probe> All(Func<TracefsMount?> tracefs)
    {
        yield return new("perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid", "what users without privileges may measure",
            "kernel: CONFIG_PERF_EVENTS=y", () => KernelFile.Read("/proc/sys/kernel/perf_event_paranoid").Trim());
        yield return Opens("perf software counters", "contexts perf:cpu:*", Privilege, allCpus: true,
            new() { Type = PerfAttributes.Software, Config = PerfAttributes.SoftwareCpuClock });
        yield return Opens("perf hardware counters", "contexts perf:cpu:cycles and others",
            "a machine (or a virtual machine with a vPMU) that has them", allCpus: false,
            new() { Type = PerfAttributes.Hardware, Config = 0, Flags = PerfAttributes.Disabled | PerfAttributes.ExcludeKernel });
        yield return Opens("perf sampling with call chains", "profiles", Privilege, allCpus: true, new()
        {
            Type = PerfAttributes.Software,
            Config = PerfAttributes.SoftwareCpuClock,
            SamplePeriod = 99,
            SampleType = PerfAttributes.SampleIp | PerfAttributes.SampleCallChain,
            Flags = PerfAttributes.Disabled | PerfAttributes.Frequency,
        });
        yield return Opens("perf on CLOCK_MONOTONIC", "one clock for samples and events", "kernel 4.1 or later", allCpus: false, new()
        {
            Type = PerfAttributes.Software,
            Config = PerfAttributes.SoftwareDummy,
            Flags = PerfAttributes.Disabled | PerfAttributes.ExcludeKernel | PerfAttributes.UseClockId,
            ClockId = MonotonicId,
        });
        yield return new("perf tracepoints", SystemCall, "kernel events without tracefs buffers", Privilege, () => Tracepoint(tracefs()));
    }

    private static Probe Opens(string name, string usedFor, string fix, bool allCpus, PerfAttributes attributes) => new(name, SystemCall, usedFor, fix, () =>
    {
        Open(attributes, allCpus);
        return allCpus ? "system-wide" : "own process";
    });

    private static string Tracepoint(TracefsMount? tracefs)
    {
        if (tracefs is null) throw new NotSupportedException("event ids are in tracefs, which cannot be used");
        var id = ulong.Parse(KernelFile.Read($"{tracefs.Events}/sched/sched_switch/id"), CultureInfo.InvariantCulture);
        Open(new() { Type = PerfAttributes.Tracepoint, Config = id, Flags = PerfAttributes.Disabled }, allCpus: true);
        return "sched:sched_switch";
    }

    private static void Open(PerfAttributes attributes, bool allCpus)
    {
        using var handle = PerfEvent.TryOpen(attributes, allCpus ? -1 : 0, allCpus ? 0 : -1);
        if (handle is null) KernelFile.Throw("perf_event_open", SystemCall);
    }
}
