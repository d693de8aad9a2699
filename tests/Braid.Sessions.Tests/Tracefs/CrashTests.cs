using System.Diagnostics;
using Braid.Linux.Ftrace;

namespace Braid.Sessions.Tests.Tracefs;

[Collection("kernel")]
public sealed class CrashTests
{
    /// <summary>Not a test of its own: what the child of the next one does.</summary>
    [Fact(Explicit = true)]
    public void RecordsUntilItIsKilled()
    {
        using var recording = new KernelRecording(["sched_switch"], []);
        recording.Source.Start();
        for (;;) recording.Source.Drain(flush: false);
    }

    [Fact]
    public void TheNextRecordingRemovesWhatAKilledOneLeft()
    {
        var mount = TracefsMount.Open();
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-noLogo", "-explicit", "only", "-method", $"{typeof(CrashTests).FullName}.{nameof(RecordsUntilItIsKilled)}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = Directory.CreateTempSubdirectory("braid-test-").FullName;
        using var child = Process.Start(start)!;
        var pattern = $"braid-{child.Id}-*";
        try
        {
            Assert.True(SpinWait.SpinUntil(() => Directory.GetDirectories(mount.Instances, pattern) is [var path] && File.Exists($"{path}/tracing_on") && File.ReadAllText($"{path}/tracing_on") == "1\n",
                TimeSpan.FromSeconds(30)), "the child records");
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
        }

        var left = Assert.Single(Directory.GetDirectories(mount.Instances, pattern));
        Assert.Equal("1\n", File.ReadAllText($"{left}/tracing_on"));

        using (new KernelRecording(["sched_switch"], []))
        {
            Assert.False(Directory.Exists(left));
        }

        Directory.Delete(start.Environment["TMPDIR"]!, recursive: true);
    }
}
