namespace Braid.Linux.Probes;

/// <summary>
/// Finds out what this kernel lets this process do, by doing it: configuration files and user ids say what should work,
/// only trying says what does.
/// </summary>
public static class KernelProbes
{
    /// <summary>
    /// Tries every interface that Braid can use, in a second or less, and leaves nothing behind. As root it mounts tracefs
    /// when that is not mounted yet.
    /// </summary>
    public static IReadOnlyList<ProbeResult> RunAll()
    {
        using var tracefs = new TracefsProbes();
        return [.. tracefs.All().Concat(PerfProbes.All(() => tracefs.Mount)).Concat(BpfProbes.All()).Concat(MachineProbes.All()).Select(p => p.Run())];
    }
}
