using System.Globalization;
using System.Runtime.InteropServices;
using Braid.Ctf.Schema;

namespace Braid.Sessions.Recording;

/// <summary>
/// The environment of a user-space trace, as lttng-sessiond 2.13 writes it for per-process buffers, so that readers choose
/// their LTTng-UST layout; what is Braid's own is added at the end.
/// </summary>
internal static class UserTraceEnvironment
{
    /// <summary>The entries for one program.</summary>
    /// <param name="traceName">The name of the recording.</param>
    /// <param name="created">When the recording began.</param>
    /// <param name="hostname">The machine the program ran on; null when that is not known.</param>
    /// <param name="processId">The program, as it sees itself.</param>
    /// <param name="processName">Its name as the kernel knows it.</param>
    /// <param name="processStart">When it began.</param>
    public static IEnumerable<EnvironmentEntry> For(
        string traceName, DateTimeOffset created, string? hostname, int processId, string processName, DateTimeOffset processStart) =>
    [
        new("domain", "ust"),
        new("tracer_name", "lttng-ust"),
        new("tracer_major", 2),
        new("tracer_minor", 13),
        new("tracer_patchlevel", 0),
        new("tracer_buffering_scheme", "pid"),
        new("tracer_buffering_id", processId),
        new("architecture_bit_width", 8 * Marshal.SizeOf<nint>()),
        new("trace_name", traceName),
        new("trace_creation_datetime", Iso8601(created)),
        .. hostname is null ? Array.Empty<EnvironmentEntry>() : [new("hostname", hostname)],
        new("vpid", processId),
        new("procname", processName),
        new("vpid_datetime", Iso8601(processStart)),
        new("braid_version", BraidVersion.Text),
    ];

    /// <summary>ISO 8601 basic format, as LTTng writes it: <c>20261122T215057+0000</c>.</summary>
    internal static string Iso8601(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyyMMdd'T'HHmmsszzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
}
