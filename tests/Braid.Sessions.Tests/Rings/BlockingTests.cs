using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Braid.Sessions.Tests.Rings;

/// <summary>Programs whose threads wait for the recorder when a ring is full.</summary>
[Collection("rings")]
public sealed class BlockingTests : IDisposable
{
    private const int SmallBuffer = 32 << 10;

    private readonly string _directory = Directory.CreateTempSubdirectory("braid-blocking-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_program_that_waits_loses_nothing()
    {
        using var recording = new Recording(null, ["app:tick"], SmallBuffer, blockingTimeout: Timeout.InfiniteTimeSpan).Start();
        using var program = TestProgram.StartBlocking("ticks", "2", "100000");
        program.WaitForExit();
        recording.Stop();
        var events = recording.Read(program.Pid);
        Assert.Equal(200_000, events.Count);
        Assert.Equal(0, recording.StreamFiles(program.Pid).Sum(f => (long)StreamFile.Discarded(f)));
    }

    [Fact]
    public void An_event_waits_as_long_as_the_recorder_says_and_is_then_discarded()
    {
        const int total = 3500; // more than the rings of a CPU hold: 1464, and three times 366
        using var program = TestProgram.StartBlocking("wait");
        Assert.Equal("ready", program.ReadLine());
        program.PinTo(0);
        using var recording = new Recording(new HashSet<int> { program.Pid }, ["app:tick"], SmallBuffer, blockingTimeout: TimeSpan.FromMilliseconds(1));
        recording.Source.Start();
        var watch = Stopwatch.StartNew();
        program.WriteLine(total.ToString());
        Assert.Equal("done", program.ReadLine());
        var elapsed = watch.Elapsed;
        var totals = recording.Stop();
        Assert.Equal(total, totals.Events + totals.Discarded);
        Assert.True(totals.Discarded > 100, $"{totals.Discarded} discarded");
        Assert.True(elapsed >= totals.Discarded * TimeSpan.FromMilliseconds(1), $"{totals.Discarded} events waited {elapsed}");
        Assert.DoesNotContain(recording.Warnings, w => w.Contains($"{program.Pid}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_that_does_not_allow_it_discards_and_the_recorder_says_so()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using var recording = new Recording(new HashSet<int> { program.Pid }, ["app:tick"], SmallBuffer, blockingTimeout: Timeout.InfiniteTimeSpan);
        recording.Source.Start();
        program.WriteLine("5000");
        Assert.Equal("done", program.ReadLine());
        var totals = recording.Stop();
        Assert.Equal(5000, totals.Events + totals.Discarded);
        Assert.True(totals.Discarded > 0);
        Assert.Contains($"program {program.Pid} never waits for the recorder: BRAID_ALLOW_BLOCKING was not in its environment when it started", recording.Warnings);
    }

    [Fact]
    public async Task A_killed_recorder_lets_threads_go_that_would_wait_without_end()
    {
        using var program = TestProgram.StartBlocking("wait");
        Assert.Equal("ready", program.ReadLine());
        using var recorder = new TestProgram("record", program.Pid.ToString(), "blocking");
        Assert.Equal("recording", recorder.ReadLine());
        program.WriteLine("1000000"); // more than 4 MiB hold
        var done = Task.Run(program.ReadLine);
        await Task.Delay(1000);
        Assert.False(done.IsCompleted, "the program did not wait");
        recorder.Kill();
        Assert.Equal("done", await done.WaitAsync(TimeSpan.FromSeconds(10)));
        program.Kill();
        File.Delete(Assert.Single(Directory.GetFiles("/dev/shm", $"braid.*.{program.Pid}.*"))); // else the next recording rescues its events
    }

    [Fact]
    public void A_recorder_that_stops_lets_waiting_threads_go_and_counts_their_events()
    {
        using var recording = StartWithoutReading();
        using var program = TestProgram.StartBlocking("forever", ProgressPath, "1", "0");
        var waiting = AwaitStandstill();
        recording.Source.Drain(flush: false);
        Assert.True(SpinWait.SpinUntil(() => Progress() > waiting, TimeSpan.FromSeconds(5)), "no room was given");
        var stuck = AwaitStandstill();
        recording.Stop();
        var totals = recording.Read(program.Pid).Count + recording.StreamFiles(program.Pid).Sum(f => (long)StreamFile.Discarded(f));
        Assert.Equal(stuck + 1, totals); // the one that waited was discarded
        Assert.True(SpinWait.SpinUntil(() => Progress() > stuck, TimeSpan.FromSeconds(5)), "the program still waits");
    }

    [Fact]
    public void The_event_of_a_thread_that_is_killed_while_it_waits_is_counted()
    {
        using var recording = StartWithoutReading();
        using var program = TestProgram.StartBlocking("forever", ProgressPath, "1", "0");
        AwaitStandstill();
        program.Kill();
        recording.Stop();
        Assert.Equal(1, recording.StreamFiles(program.Pid).Sum(f => (long)StreamFile.Discarded(f)));
        Assert.Equal(Progress(), recording.Read(program.Pid).Count);
    }

    private string ProgressPath => Path.Combine(_directory, "progress");

    /// <summary>A recording whose rings nobody reads, and a file in which a program tells how far it is.</summary>
    private Recording StartWithoutReading()
    {
        File.WriteAllBytes(ProgressPath, new byte[64]);
        var recording = new Recording(null, ["app:tick"], SmallBuffer, blockingTimeout: Timeout.InfiniteTimeSpan);
        recording.Source.Start();
        return recording;
    }

    /// <summary>Waits until the program has begun and then makes no event for 100 ms; how many it has made.</summary>
    private long AwaitStandstill()
    {
        var (last, since) = (0L, Stopwatch.StartNew());
        Assert.True(SpinWait.SpinUntil(() =>
        {
            var now = Progress();
            if (now != last || now == 0) since.Restart();
            last = now;
            return since.ElapsedMilliseconds >= 100;
        }, TimeSpan.FromSeconds(20)), "the program never waits");
        return last;
    }

    private long Progress()
    {
        using var file = MemoryMappedFile.CreateFromFile(ProgressPath, FileMode.Open);
        using var view = file.CreateViewAccessor();
        return view.ReadInt64(0);
    }
}
