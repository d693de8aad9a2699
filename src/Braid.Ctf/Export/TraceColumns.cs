using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Export;

/// <summary>What exports say of an event beside its fields.</summary>
internal static class TraceColumns
{
    /// <summary>Entries of the environment that tell traces apart.</summary>
    public static IReadOnlyList<string> Environment { get; } = ["hostname", "domain", "procname", "vpid"];

    /// <summary>The CPU of a packet; null when it tells none.</summary>
    public static Field? CpuOf(EventLayout layout) => layout.Find(FieldScope.PacketContext, "cpu_id");
}
