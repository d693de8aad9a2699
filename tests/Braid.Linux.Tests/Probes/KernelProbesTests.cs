using System.Diagnostics;
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

    [Fact]
    public void WithoutPrivilegesItSaysWhatIsDenied()
    {
        var start = new ProcessStartInfo("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", Environment.ProcessPath!,
            "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(KernelProbesTests).FullName}.{nameof(RunsAsNobody)}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        output.WriteLine(text);
        if (process.ExitCode is 126 or 127) Assert.Skip($"nobody may not run {Environment.ProcessPath}, or setpriv is missing");
        Assert.Contains("Total: 1, Errors: 0, Failed: 0", text, StringComparison.Ordinal);
    }

    /// <summary>Not a test of its own: what the child of the one before does.</summary>
    [Fact(Explicit = true)]
    public void RunsAsNobody()
    {
        var results = KernelProbes.RunAll().ToDictionary(r => r.Name);
        Assert.Equal((ProbeStatus.Denied, "EACCES (Permission denied)"), (results["tracefs"].Status, results["tracefs"].Detail));
        Assert.Contains("as root", results["tracefs"].Fix, StringComparison.Ordinal);
        Assert.Equal(ProbeStatus.Denied, results["perf sampling with call chains"].Status);
        Assert.Equal(ProbeStatus.Denied, results["eBPF ring buffer"].Status);
        Assert.Equal(ProbeStatus.Denied, results["capabilities"].Status);
        Assert.Equal(ProbeStatus.Ok, results["shared memory"].Status);
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
