using System.Diagnostics;
using Braid.Linux.Ftrace;
using Braid.Linux.Interop;
using Braid.Linux.Processes;

namespace Braid.Linux.Tests.Ftrace;

public sealed class TracefsInstanceTests
{
    private static readonly TracefsMount s_mount = TracefsMount.Open();

    [Fact]
    public void ConfiguresWhatItIsAskedForAndLeavesNothing()
    {
        string path;
        using (var instance = TracefsInstance.Create(s_mount, "mono", 1 << 20))
        {
            path = instance.Path;
            Assert.Contains("[mono]", instance.Read("trace_clock"), StringComparison.Ordinal);
            Assert.Equal("0\n", instance.Read("tracing_on"));
            Assert.Equal("0\n", instance.Read("options/overwrite"));
            Assert.Equal(64 << 10, instance.SubBufferSize);
            Assert.InRange(int.Parse(instance.Read("buffer_size_kb").Split(' ')[0]), 1024, 1200);
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void ARefusedClockLeavesNothing()
    {
        var before = Directory.GetDirectories(s_mount.Instances).Length;
        var error = Assert.Throws<KernelException>(() => TracefsInstance.Create(s_mount, "sundial", 1 << 20));
        Assert.Contains("write 'sundial' to", error.Message, StringComparison.Ordinal);
        Assert.Contains("trace_clock: EINVAL", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetDirectories(s_mount.Instances).Length);
    }

    [Fact]
    public void AnOpenBufferKeepsTheInstanceAndTheErrorSaysSo()
    {
        var instance = TracefsInstance.Create(s_mount, "mono", 1 << 20);
        using (instance.OpenCpu(0))
        {
            var error = Assert.Throws<KernelException>(instance.Dispose);
            Assert.Equal(Errno.Busy, error.Errno);
            Assert.Contains("close its trace_pipe_raw files first", error.Message, StringComparison.Ordinal);
        }

        instance.Dispose();
        Assert.False(Directory.Exists(instance.Path));
    }

    [Fact]
    public void ASubBufferTheKernelRefusesBecomesSmaller()
    {
        using var instance = TracefsInstance.Create(s_mount, "mono", 8 << 20, subBufferBytes: 1 << 20);
        Assert.InRange(instance.SubBufferSize, 4096, 512 << 10);
    }

    [Fact]
    public void TracesAllThreadsOfAProcess()
    {
        using var instance = TracefsInstance.Create(s_mount, "mono", 1 << 20);
        instance.TracePids([Environment.ProcessId]);
        var pids = instance.Read("set_event_pid").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet();
        Assert.Superset(ProcessIdentity.Threads(Environment.ProcessId).ToHashSet(), pids);
        Assert.Equal("1\n", instance.Read("options/event-fork"));
    }

    [Fact]
    public void AProcessThatIsNotThereIsAnError()
    {
        using var instance = TracefsInstance.Create(s_mount, "mono", 1 << 20);
        var error = Assert.Throws<KernelException>(() => instance.TracePids([0x3FFFFF]));
        Assert.Contains("/proc/4194303", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SweepRemovesWhatADeadProcessLeftAndNothingElse()
    {
        using var mine = TracefsInstance.Create(s_mount, "mono", 1 << 20);
        using var child = Process.Start("sleep", "60");
        var owner = ProcessIdentity.Of(child.Id)!.Value;
        var left = $"{s_mount.Instances}/braid-{owner.Pid}-{owner.StartTime}-1";
        var reused = $"{s_mount.Instances}/braid-{Environment.ProcessId}-12345-1";
        var foreign = $"{s_mount.Instances}/braid-of-somebody";
        foreach (var path in new[] { left, reused, foreign }) Directory.CreateDirectory(path);
        try
        {
            File.WriteAllText($"{left}/events/sched/enable", "1");
            Assert.Equal([Path.GetFileName(reused)], s_mount.Sweep());
            Assert.True(Directory.Exists(left), "its owner lives");

            child.Kill();
            child.WaitForExit();
            Assert.Equal([Path.GetFileName(left)], s_mount.Sweep());
            Assert.True(Directory.Exists(foreign) && Directory.Exists(mine.Path));
        }
        finally
        {
            foreach (var path in new[] { left, reused, foreign }.Where(Directory.Exists)) Directory.Delete(path);
        }
    }

    [Theory]
    [InlineData("entries: 5\noverrun: 1\ncommit overrun: 2\nbytes: 65520\noldest event ts:  12.5\ndropped events: 4\nread events: 9\n", 5, 7, 65520, 9)]
    [InlineData("bytes: x\nnonsense\n", 0, 0, 0, 0)]
    [InlineData("", 0, 0, 0, 0)]
    public void ReadsTheCounters(string text, long entries, long lost, long bytes, long read)
    {
        var stats = BufferStats.Parse(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Equal((entries, lost, bytes, read), (stats.Entries, stats.Lost, stats.Bytes, stats.ReadEvents));
    }
}
