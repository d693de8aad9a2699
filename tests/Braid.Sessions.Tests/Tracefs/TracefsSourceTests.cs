using System.Diagnostics;
using Braid.Linux.Ftrace;
using Braid.Linux.Interop;

namespace Braid.Sessions.Tests.Tracefs;

[Collection("kernel")]
public sealed class TracefsSourceTests
{
    [Fact]
    public void AProcessIsRecordedWithItsChildrenAndNobodyElse()
    {
        using var stranger = Process.Start("sh", ["-c", "while :; do cd /; done"]);
        try
        {
            using var recording = new KernelRecording(["sched_process_exec"], ["chdir", "getppid"], o => o with { Pids = [Environment.ProcessId] });
            var child = 0;
            recording.Record(() =>
            {
                Workload.GetParentLoop(0, 10);
                using var process = Process.Start("sh", ["-c", "cd /tmp"]);
                process.WaitForExit();
                child = process.Id;
            });

            var events = recording.Read();
            Assert.Equal(10, events.Count(e => e.Name == "syscall_entry_getppid" && e.Tid != child));
            Assert.Contains(events, e => e.Tid == child && e.Name == "sched_process_exec" && e.Text("filename").EndsWith("/sh", StringComparison.Ordinal));
            Assert.Contains(events, e => e.Tid == child && e.Name == "syscall_entry_chdir");
            Assert.DoesNotContain(events, e => e.Tid == stranger.Id);
        }
        finally
        {
            stranger.Kill();
            stranger.WaitForExit();
        }
    }

    [Fact]
    public void AMarkInTheInstanceIsAnEvent()
    {
        using var recording = new KernelRecording(["ftrace:print"], []);
        recording.RecordThenDrain(() => recording.Source.Instance.Write("trace_marker", "half past ten"));
        Assert.Equal("half past ten", Assert.Single(recording.Read()).Text("buf").TrimEnd('\n'));
    }

    [Fact]
    public void AFlushTakesWhatIsThereAndRecordingGoesOn()
    {
        using var recording = new KernelRecording([], ["getppid"], o => o with { Pids = [Environment.ProcessId] });
        recording.Source.Start();
        for (var i = 1; i <= 5; i++)
        {
            Workload.GetParentLoop(0, 1000);
            recording.Source.Drain(flush: true);
            Assert.Equal(i * 2000, recording.Source.Totals.Events);
        }

        Workload.GetParentLoop(0, 10_000);
        recording.Source.Stop();
        while (recording.Source.Drain(flush: true) > 0)
        {
        }

        Assert.Equal(30_000, recording.Source.Totals.Events);
        Assert.Equal(30_000, recording.Read().Count);
        Assert.Equal(30_000, Babeltrace.Read(recording.FinishedTrace()).Length);
    }

    [Fact]
    public void ItCanBeStoppedAndStartedAgain()
    {
        using var recording = new KernelRecording([], ["getppid"], o => o with { Pids = [Environment.ProcessId] });
        recording.RecordThenDrain(() => Workload.GetParentLoop(0, 100));
        Workload.GetParentLoop(0, 100);
        recording.RecordThenDrain(() => Workload.GetParentLoop(0, 100));
        Assert.Equal(400, recording.Read().Count);
    }

    [Fact]
    public void DisposingLeavesNothing()
    {
        string path;
        using (var recording = new KernelRecording(["sched_switch"], []))
        {
            path = recording.Source.Instance.Path;
            recording.Source.Start();
            Assert.True(Directory.Exists(path));
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void AFailureHalfwayLeavesNothing()
    {
        var before = Directory.GetDirectories(TracefsMount.Open().Instances).Order();
        Assert.Throws<KernelException>(() => new KernelRecording(["sched_switch"], [], o => o with { Pids = [0x3FFFFF] }));
        Assert.Throws<KernelException>(() => new KernelRecording(["sched_switch"], [], o => o with { Clock = "sundial" }));
        Assert.Equal(before, Directory.GetDirectories(TracefsMount.Open().Instances).Order());
    }

    [Fact]
    public void EventsOfTheTscLieBetweenReadsOfIt()
    {
        if (Braid.Linux.Clocks.TraceClock.TscObstacle() is { } obstacle) Assert.Skip(obstacle);
        var clock = Braid.Linux.Clocks.TraceClock.Open(Braid.Linux.Clocks.ClockKind.Tsc);
        using var recording = new KernelRecording(["ftrace:print"], [], o => o with { Clock = clock.TracefsName });
        var brackets = new List<(ulong Before, ulong After)>();
        recording.RecordThenDrain(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                var before = clock.Now();
                recording.Source.Instance.Write("trace_marker", "x");
                brackets.Add((before, clock.Now()));
            }
        });

        var times = recording.Read().Select(e => e.Time).Order().ToArray();
        Assert.Equal(brackets.Count, times.Length);
        for (var i = 0; i < times.Length; i++) Assert.InRange(times[i], brackets[i].Before, brackets[i].After);
    }
}
