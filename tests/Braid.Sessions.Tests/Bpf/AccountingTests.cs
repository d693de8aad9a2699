using System.Diagnostics;
using System.Globalization;
using Braid.Linux.Clocks;
using Braid.Sessions.Tests.Tracefs;
using StreamReader = Braid.Sessions.Tests.Tracefs.StreamReader;

namespace Braid.Sessions.Tests.Bpf;

/// <summary>Nothing is lost that is not counted, nothing is recorded that was not asked for, and at the right time.</summary>
[Collection("kernel")]
public sealed class AccountingTests(ITestOutputHelper output)
{
    /// <summary>Rings that are much too small: on each CPU what was made is what is recorded and what is told as lost.</summary>
    [Fact]
    public void WhatIsMadeIsRecordedOrCountedOnEachCpu()
    {
        const int calls = 300_000;
        using var recording = new BpfRecording(["getppid"], adjust: static o => o with { BufferBytesPerCpu = 256 << 10, Pids = [Environment.ProcessId] });
        recording.RecordThenDrain(() => Parallel.Invoke(() => Workload.GetParentLoop(0, calls), () => Workload.GetParentLoop(1, calls)));
        foreach (var stream in recording.Trace.Streams)
        {
            var recorded = StreamReader.Read(stream.Path, recording.Trace.Class).Count;
            var lost = StreamReader.Discarded(stream.Path);
            output.WriteLine($"{Path.GetFileName(stream.Path)}: {recorded} recorded, {lost} lost");
            Assert.Equal(2UL * calls, (ulong)recorded + lost);
            Assert.InRange(recorded, 1000, calls);
        }

        var totals = recording.Source.Totals;
        Assert.Equal(4 * calls, totals.Events + totals.Discarded);
    }

    [Fact]
    public void NothingIsLostAtFullSpeedWithTheBuffersThatThereAreByDefault()
    {
        const int calls = 600_000;
        using var recording = new BpfRecording(["getppid"], adjust: static o => o with { Pids = [Environment.ProcessId] });
        recording.Record(() => Workload.GetParentLoop(1, calls));
        var totals = recording.Source.Totals;
        Assert.Equal((2 * calls, 0), (totals.Events, totals.Discarded));
        var times = StreamReader.Read(recording.Trace.Streams[1].Path, recording.Trace.Class);
        Assert.Equal(2 * calls, times.Count);
    }

    /// <summary>The time of an entry lies between reads of the session's clock around the call.</summary>
    [Theory]
    [InlineData(ClockKind.Monotonic)]
    [InlineData(ClockKind.Tsc)]
    public void AnEventLiesBetweenReadsOfTheClockAroundIt(ClockKind kind)
    {
        const int calls = 2000;
        var clock = TraceClock.Open(kind);
        var reads = new List<(ulong Before, ulong After)>();
        using var recording = new BpfRecording(["getppid"], clock: kind, adjust: static o => o with { Pids = [Environment.ProcessId] });
        recording.Record(() =>
        {
            Workload.GetParentLoop(0, 1);
            for (var i = 0; i < calls; i++)
            {
                var before = clock.Now();
                Workload.GetParentOnce();
                reads.Add((before, clock.Now()));
                if (i % 20 == 0) Thread.Sleep(1);
            }
        });
        var times = recording.Read().Where(static e => e.Name == "syscall_entry_getppid").Select(static e => e.Time).Skip(1).ToList();
        Assert.Equal(calls, times.Count);
        var inside = times.Zip(reads).Count(static t => t.Second.Before <= t.First && t.First <= t.Second.After);
        output.WriteLine($"{inside} of {calls} events between reads {reads.Average(static r => (double)(r.After - r.Before)):0} cycles apart");
        Assert.Equal(calls, inside);
    }

    /// <summary>A shell that was there before, and what it starts from then on; nobody else.</summary>
    [Fact]
    public void OnlyTheProcessAndWhatItForksIsRecorded()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "read x; (cat /etc/hostname; sh -c 'cat /etc/passwd') >/dev/null; echo $$"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var recording = new BpfRecording(["openat", "exit_group"], adjust: o => o with { Pids = [shell.Id] });
        recording.Record(() =>
        {
            shell.StandardInput.WriteLine();
            File.ReadAllText("/etc/hostname");
            Assert.Equal(shell.Id, int.Parse(shell.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture));
            shell.WaitForExit();
        });
        var events = recording.Read();
        Assert.Contains(events, static e => e.Name == "syscall_entry_openat" && e.Text("filename") == "/etc/passwd");
        Assert.Contains(events, static e => e.Name == "syscall_entry_openat" && e.Text("filename") == "/etc/hostname");
        Assert.DoesNotContain(events, e => e.Tid == Environment.ProcessId || Directory.Exists($"/proc/{e.Tid}"));
        Assert.InRange(events.Select(static e => e.Tid).Distinct().Count(), 3, 6);
        Assert.Contains(events, e => e.Tid == shell.Id && e.Name == "syscall_entry_exit_group");
    }
}
