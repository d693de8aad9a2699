using Braid.Linux.Interop;

namespace Braid.Linux.Clocks;

/// <summary>The identity of this boot: clocks of one boot are comparable, so it is the uuid of their clock class.</summary>
public static class BootId
{
    /// <summary>/proc/sys/kernel/random/boot_id.</summary>
    public static Guid Value { get; } = Guid.Parse(KernelFile.Read("/proc/sys/kernel/random/boot_id"));
}
