using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary><c>braid record --snapshot</c>: each snapshot is a trace that babeltrace2 reads; what it counts, babeltrace2 counts.</summary>
public sealed partial class SnapshotTests : IDisposable
{
    private const int SigInt = 2, SigUsr1 = 10;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Output => _directory["output"];

    [Fact]
    public void SnapshotsOfAProgramAtFullSpeedAreTracesAndAddUp()
    {
        const int threads = 2;
        var progress = _directory["progress"];
        File.WriteAllBytes(progress, new byte[threads * 64]);
        var running = Shell.Start(Shell.BraidPath, ["record", "-u", "app:tick", "--snapshot", "--buffer-size", "256K", "-o", Output, "--", TestApp.Path, "forever", progress, "2", "0"]);
        Shell.Until(() => Progress(progress, threads) > 100_000, "the program does not run");
        for (var i = 0; i < 3; i++)
        {
            Thread.Sleep(100);
            Assert.Equal(i, Directory.GetDirectories(Output).Length); // nothing before it is asked for
            Shell.Signal(running.Process, SigUsr1);
            Shell.Until(() => Directory.GetDirectories(Output).Length == i + 1, "no snapshot is taken");
        }

        Shell.Run("pkill", ["-9", "-P", running.Process.Id.ToString(CultureInfo.InvariantCulture)]).Expect(); // else it would count on when nobody records
        var result = Shell.End(running).Expect(128 + 9);
        var snapshots = Snapshots(result);
        Assert.Equal(4, snapshots.Count);
        Assert.Equal(Directory.GetDirectories(Output).Order(), snapshots.Select(s => s.Path).Order());
        for (var i = 0; i < snapshots.Count; i++)
        {
            Assert.Matches($@"/snapshot-1-\d{{8}}-\d{{6}}-{i}$", snapshots[i].Path);
            var read = Shell.Run("babeltrace2", [snapshots[i].Path]).Expect();
            Assert.All(read.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("discarded", line, StringComparison.Ordinal));
            Assert.Contains("packets", read.Error, StringComparison.Ordinal); // two threads fill 256 KiB in a moment
            var names = Babeltrace.CountByName(read.Output.Split('\n'));
            Assert.Equal(snapshots[i].Events, names["app:tick"]);
            Assert.True(names["lttng_ust_statedump:bin_info"] > 0 || !names.ContainsKey("lttng_ust_statedump:start"));
            Assert.Equal(read.Output, Shell.Braid("view", snapshots[i].Path).Expect().Output);
        }

        Assert.InRange(snapshots.Sum(s => s.Events + s.Lost + s.Overwritten), Progress(progress, threads), Progress(progress, threads) + threads);
    }

    /// <summary>Everything that happened to a counter of the kernel is in the snapshots or counted by them, to the event.</summary>
    [Fact]
    public void KernelSnapshotsAddUp()
    {
        const int calls = 400_000;
        var running = Shell.Start(Shell.BraidPath, ["record", "--syscalls=getppid", "--snapshot", "--buffer-size", "1M", "-o", Output, "--",
            "python3", "-c", $"import os,time\nfor i in range({calls}): os.getppid()\ntime.sleep(1)\nfor i in range(100): os.getppid()"]);
        Shell.Until(() => Directory.Exists(Output), "the recording did not begin");
        for (var i = 0; i < 3; i++)
        {
            Thread.Sleep(150);
            Shell.Signal(running.Process, SigUsr1);
        }

        var snapshots = Snapshots(Shell.End(running).Expect());
        Assert.True(snapshots.Sum(s => s.Events + s.Overwritten) >= 2 * (calls + 100)); // others may call it too
        Assert.True(snapshots.Sum(s => s.Overwritten) > 0, "1 MiB held all");
        foreach (var (path, events, lost, overwritten) in snapshots)
        {
            var read = Shell.Run("babeltrace2", [path]).Expect();
            Assert.Equal(events, Babeltrace.CountByName(read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Sum(static n => n.Value)); // the state dump's too
            var told = DiscardedEvents().Matches(read.Error).Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
            Assert.Equal(lost + overwritten, told);
        }
    }

    [Fact]
    public void AProgramThatEndsBeforeTheSnapshotIsInIt()
    {
        var running = Shell.Start(Shell.BraidPath, ["record", "-u", "app:*", "--snapshot", "-o", Output]);
        Shell.Until(() => Directory.GetFiles("/dev/shm", $"braid-session.*.{running.Process.Id}.*").Length > 0, "the recording did not begin");
        Shell.Run(TestApp.Path, ["ticks", "1", "500"]).Expect();
        Thread.Sleep(200);
        Assert.Empty(Directory.GetDirectories(Output));
        Shell.Signal(running.Process, SigInt);
        var snapshot = Assert.Single(Snapshots(Shell.End(running).Expect()));
        Assert.Equal((500, 0, 0), (snapshot.Events, snapshot.Lost, snapshot.Overwritten));
        var names = Babeltrace.CountByName(Babeltrace.Lines(snapshot.Path));
        Assert.Equal((500, 1), (names["app:tick"], names["lttng_ust_statedump:end"]));
    }

    [Fact]
    public void ASnapshotOfNothingIsSaid()
    {
        var result = Shell.Braid("record", "-u", "no_such_provider:*", "--snapshot", "--duration", "200ms", "-o", Output).Expect();
        Assert.Contains("The buffers held nothing new: no snapshot", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void DotnetRuntimeEventsAreRefusedInALine()
    {
        var result = Shell.Braid("record", "--dotnet", "--snapshot", "-o", Output, "--", "true");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal("braid: --snapshot cannot keep the events of .NET runtimes in memory; leave --dotnet out", Assert.Single(result.ErrorLines));
    }

    /// <summary>The lines that tell of a snapshot.</summary>
    private static List<(string Path, long Events, long Lost, long Overwritten)> Snapshots(Finished result) =>
    [
        .. SnapshotLine().Matches(result.Error).Select(static m => (m.Groups[1].Value, Number(m.Groups[2]), Number(m.Groups[3]), Number(m.Groups[4]))),
    ];

    private static long Number(Group group) => long.Parse(group.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static long Progress(string path, int threads)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        using var view = file.CreateViewAccessor();
        return Enumerable.Range(0, threads).Sum(t => view.ReadInt64(t * 64));
    }

    [GeneratedRegex(@"(/\S+/snapshot-1-\S+): ([0-9,]+) events, .*, ([0-9,]+) lost, ([0-9,]+) overwritten before it")]
    private static partial Regex SnapshotLine();

    [GeneratedRegex(@"discarded (\d+) events?")]
    private static partial Regex DiscardedEvents();
}
