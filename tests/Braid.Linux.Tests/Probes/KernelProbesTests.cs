using Braid.Linux.Ftrace;
using Braid.Linux.Interop;
using Braid.Linux.Probes;

namespace Braid.Linux.Tests.Probes;

public sealed class KernelProbesTests(ITestOutputHelper output)
{
    [Fact]
    public void TriesEverythingAndLeavesNothing()
    {
        var mount = TracefsMount.Open();
        var before = Left(mount);

        var results = KernelProbes.RunAll();

        foreach (var r in results) output.WriteLine($"{r.Status,-8}{r.Name,-32}{r.Interface,-44}{r.Detail,-50}{r.Fix}");
        Assert.Equal(before, Left(mount));
        Assert.Equal(results.Count, results.Select(r => r.Name).Distinct().Count());
        Assert.All(results, r => Assert.True(r.Detail.Length > 0 && r.UsedFor.Length > 0));
        Assert.All(results, r => Assert.Equal(r.Status == ProbeStatus.Ok, r.Fix.Length == 0));
        Assert.All(["tracefs", "tracefs instance", "trace clock mono", "shared memory"],
            name => Assert.Equal(ProbeStatus.Ok, results.Single(r => r.Name == name).Status));
    }

    [Theory]
    [InlineData(Errno.Perm, ProbeStatus.Denied)]
    [InlineData(Errno.Access, ProbeStatus.Denied)]
    [InlineData(Errno.NoEntry, ProbeStatus.Missing)]
    [InlineData(Errno.Invalid, ProbeStatus.Missing)]
    [InlineData(Errno.Busy, ProbeStatus.Error)]
    public void TheErrorDecidesTheStatus(int errno, ProbeStatus status)
    {
        var probe = new Probe("n", "i", "u", "do this", () => throw new KernelException(errno, "open", "x"));
        var result = probe.Run();
        Assert.Equal((status, Errno.Describe(errno), "do this"), (result.Status, result.Detail, result.Fix));
    }

    private static string[] Left(TracefsMount mount) =>
    [
        .. Directory.GetDirectories(mount.Instances),
        .. File.ReadAllLines($"{mount.Path}/dynamic_events"),
        .. Directory.GetFiles("/dev/shm", "braid-doctor-*"),
        File.ReadAllText($"{mount.Path}/current_tracer"),
    ];
}
