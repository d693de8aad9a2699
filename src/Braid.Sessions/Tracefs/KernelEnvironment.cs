using System.Runtime.InteropServices;
using Braid.Ctf.Schema;
using Braid.Linux.Interop;
using Braid.Sessions.Recording;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// The environment of a kernel trace. Readers made for LTTng choose how to read events by tracer_name and version, so these
/// name the tracer whose layout we write; braid_version says who wrote it.
/// </summary>
public static class KernelEnvironment
{
    /// <summary>The entries, in the order of LTTng.</summary>
    public static EnvironmentEntry[] Entries() =>
    [
        new("hostname", Text("/proc/sys/kernel/hostname")),
        new("domain", "kernel"),
        new("sysname", Text("/proc/sys/kernel/ostype")),
        new("kernel_release", Text("/proc/sys/kernel/osrelease")),
        new("kernel_version", Text("/proc/sys/kernel/version")),
        new("tracer_name", "lttng-modules"),
        new("tracer_major", 2),
        new("tracer_minor", 13),
        new("tracer_patchlevel", 0),
        new("braid_version", BraidVersion.Text),
        new("architecture_bit_width", IntPtr.Size * 8),
        new("machine", RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()),
        .. ProductUuid(),
    ];

    private static string Text(string path) => File.ReadAllText(path).Trim();

    // Only root may read it and not every machine has one.
    private static EnvironmentEntry[] ProductUuid()
    {
        const string path = "/sys/class/dmi/id/product_uuid";
        try
        {
            return File.Exists(path) ? [new("product_uuid", Text(path))] : [];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or KernelException or IOException)
        {
            return [];
        }
    }
}
