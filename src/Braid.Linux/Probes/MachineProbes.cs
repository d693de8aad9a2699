using System.Globalization;
using Braid.Linux.Clocks;
using Braid.Linux.Interop;

namespace Braid.Linux.Probes;

/// <summary>What is no tracing interface and yet decides what works.</summary>
internal static class MachineProbes
{
    private static readonly (int Bit, string Name)[] s_capabilities =
    [
        (2, "dac_read_search"), (19, "sys_ptrace"), (21, "sys_admin"), (38, "perfmon"), (39, "bpf"),
    ];

    internal static IEnumerable<Probe> All()
    {
        yield return new("time-stamp counter", "rdtsc", "--clock tsc", "--clock monotonic is used", Tsc);
        yield return new("shared memory", "/dev/shm", "events of programs that use Braid.Tracing", "mount -t tmpfs tmpfs /dev/shm", SharedMemory);
        yield return new("capabilities", "/proc/self/status", "kernel events, profiles, scripts", "run as root", Capabilities);
        yield return new("locked memory", "/proc/self/limits", "perf and eBPF buffers", "ulimit -l unlimited", LockedMemory);
        yield return new("lockdown", "/sys/kernel/security/lockdown", "integrity forbids writing user memory, confidentiality forbids tracing",
            "only where it is mounted: mount -t securityfs nodev /sys/kernel/security", Lockdown);
    }

    private static string Tsc() => TraceClock.TscObstacle() is { } obstacle
        ? throw new NotSupportedException(obstacle)
        : string.Create(CultureInfo.InvariantCulture, $"invariant, {TscFrequency.Hz / 1e6:0.000} MHz");

    private static string SharedMemory()
    {
        var path = $"/dev/shm/braid-doctor-{Environment.ProcessId}";
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        file.SetLength(Environment.SystemPageSize);
        file.WriteByte(1);
        file.Flush();
        return string.Create(CultureInfo.InvariantCulture, $"{new DriveInfo("/dev/shm").AvailableFreeSpace >> 20} MiB free");
    }

    private static string Capabilities()
    {
        var line = Line("/proc/self/status", "CapEff:");
        var bits = ulong.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var held = s_capabilities.Where(c => (bits >> c.Bit & 1) != 0).Select(c => c.Name).ToArray();
        return held.Length > 0 ? string.Join(' ', held) : throw new UnauthorizedAccessException("none of " + string.Join(' ', s_capabilities.Select(c => c.Name)));
    }

    private static string LockedMemory()
    {
        var soft = Line("/proc/self/limits", "Max locked memory").Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var bytes) ? $"{bytes >> 10} KiB" : soft;
    }

    private static string Lockdown()
    {
        var modes = KernelFile.Read("/sys/kernel/security/lockdown");
        return modes[(modes.IndexOf('[', StringComparison.Ordinal) + 1)..modes.IndexOf(']', StringComparison.Ordinal)];
    }

    private static string Line(string path, string label)
    {
        var line = KernelFile.Read(path).Split('\n').FirstOrDefault(l => l.StartsWith(label, StringComparison.Ordinal));
        return line is null ? throw new FileNotFoundException($"{path} has no line '{label}'") : line[label.Length..].Trim();
    }
}
