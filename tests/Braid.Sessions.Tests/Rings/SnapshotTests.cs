using System.IO.MemoryMappedFiles;
using CsCheck;

namespace Braid.Sessions.Tests.Rings;

/// <summary>Rings that overwrite, and snapshots of them while the program runs.</summary>
[Collection("rings")]
public sealed class SnapshotTests : IDisposable
{
    /// <summary>Sub-buffers of 4 KiB, some 180 events each, four or eight in a ring.</summary>
    private const int SmallBuffer = 32 << 10;

    private const int RecordSize = 22, SubBufferSize = 4096, SubBufferHeader = 64;

    private readonly string _directory = Directory.CreateTempSubdirectory("braid-snapshots-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>
    /// A program that emits as many events as it is told, and snapshots in between, against a model: each snapshot has the
    /// latest events since the one before, as many as the rings hold at least, in order; the rest is overwritten and counted.
    /// </summary>
    [Fact]
    public void A_snapshot_has_the_latest_events_and_what_is_overwritten_is_counted()
    {
        Gen.OneOf(Gen.Int[1, 400], Gen.Int[1, 400], Gen.Int[1000, 5000]).Array[1, 8].Sample(
            steps =>
            {
                using var program = new TestProgram("wait");
                Assert.Equal("ready", program.ReadLine());
                using var recording = new Recording(new HashSet<int> { program.Pid }, ["app:tick"], SmallBuffer, overwrite: true);
                recording.Source.Start();
                var (total, lost) = (0L, 0L);
                foreach (var count in steps)
                {
                    program.WriteLine(count.ToString());
                    Assert.Equal("done", program.ReadLine());
                    recording.TakeSnapshot();
                    total += count;
                    var events = recording.ReadSnapshot(recording.Snapshots - 1, program.Pid).SelectMany(s => s).SelectMany(p => p.Events).OrderBy(e => e.Timestamp).ToList();
                    var sequences = events.Select(e => e["sequence"]).ToList();
                    Assert.Equal(sequences.Distinct().Order(), sequences);
                    Assert.Equal(count - 1, sequences[^1]);
                    Assert.True(sequences.Count == count || sequences.Count >= 7 * ((SubBufferSize - SubBufferHeader) / RecordSize), $"{sequences.Count} of {count}");
                    lost += count - sequences.Count;
                    Assert.Equal(lost, recording.Source.Totals.Overwritten);
                }

                var totals = recording.Stop();
                Assert.Equal((total, 0), (totals.Events + totals.Overwritten, totals.Discarded));
            }, iter: 8, threads: 1);
    }

    /// <summary>
    /// Threads at full speed, snapshots at random moments, the program killed in the end: no event twice, none unaccounted for,
    /// and a packet that is missing in a stream is missing by its number.
    /// </summary>
    [Theory]
    [InlineData(SmallBuffer)]
    [InlineData(256 << 10)]
    public void Snapshots_of_a_running_program_are_whole(int bufferSize)
    {
        const int threads = 2;
        var random = new Random(bufferSize);
        for (var run = 0; run < 3; run++)
        {
            var progress = Path.Combine(_directory, $"progress{run}");
            File.WriteAllBytes(progress, new byte[threads * 64]);
            using var recording = new Recording(null, ["app:tick"], bufferSize, overwrite: true);
            recording.Source.Start();
            using var program = TestProgram.StartFastest("forever", progress, threads.ToString(), run == 0 ? "0" : "300");
            Assert.True(SpinWait.SpinUntil(() => Progress(progress).Sum() > 0, TimeSpan.FromSeconds(20)));
            for (var i = 0; i < 12; i++)
            {
                Thread.Sleep(TimeSpan.FromMicroseconds(random.Next(30_000)));
                recording.TakeSnapshot();
            }

            program.Kill();
            recording.TakeSnapshot();
            Assert.DoesNotContain(recording.Warnings, w => w.Contains($"{program.Pid}", StringComparison.Ordinal));
            Assert.DoesNotContain(recording.Source.Programs, p => p.Pid == program.Pid);
            var committed = Progress(progress);
            var seen = new HashSet<(long Thread, long Sequence)>();
            for (var i = 0; i < recording.Snapshots; i++)
            {
                foreach (var stream in recording.ReadSnapshot(i, program.Pid))
                {
                    foreach (var packet in stream) Assert.All(packet.Events, e => Assert.True(seen.Add((e["thread"], e["sequence"])), "an event twice"));
                }
            }

            Assert.DoesNotContain(seen, e => e.Thread >= threads || e.Sequence > committed[e.Thread]);
            var totals = recording.Stop();
            Assert.Equal(seen.Count, totals.Events);
            Assert.InRange(totals.Events + totals.Overwritten + totals.Discarded, committed.Sum(), committed.Sum() + threads);
            if (bufferSize == SmallBuffer) Assert.True(totals.Overwritten > 0, "32 KiB held all");
        }
    }

    /// <summary>One thread on one CPU writes to one ring, and a spare one when the recorder holds that: what is missing between two events of a stream is in another, or lies between two packets whose numbers say so.</summary>
    [Fact]
    public void Missing_packets_are_missing_by_their_numbers()
    {
        var progress = Path.Combine(_directory, "progress");
        File.WriteAllBytes(progress, new byte[64]);
        using var recording = new Recording(null, ["app:tick"], SmallBuffer, overwrite: true);
        recording.Source.Start();
        using var program = TestProgram.StartOnCpu(0, "forever", progress, "1", "100");
        Assert.True(SpinWait.SpinUntil(() => Progress(progress).Sum() > 0, TimeSpan.FromSeconds(20)));
        for (var i = 0; i < 20; i++)
        {
            Thread.Sleep(7);
            recording.TakeSnapshot();
        }

        program.Kill();
        recording.TakeSnapshot();
        var streams = Enumerable.Range(0, recording.Snapshots).SelectMany(i => recording.ReadSnapshot(i, program.Pid)).ToList();
        var all = streams.SelectMany(s => s).SelectMany(p => p.Events).Select(e => e["sequence"]).ToHashSet();
        var (inPackets, between) = (0, 0);
        foreach (var stream in streams)
        {
            for (var i = 0; i < stream.Count; i++)
            {
                var events = stream[i].Events;
                for (var e = 1; e < events.Count; e++) inPackets += Missing(events[e - 1], events[e]);
                if (i == 0 || stream[i - 1].Events.Count == 0 || events.Count == 0) continue;
                var skipped = stream[i].Sequence - stream[i - 1].Sequence - 1;
                if (skipped == 0) between += Missing(stream[i - 1].Events[^1], events[0]);
            }
        }

        Assert.Equal((0, 0), (inPackets, between));
        Assert.True(streams.Sum(s => (long)(s[^1].Sequence - s[0].Sequence) + 1 - s.Count) > 0, "nothing was overwritten");

        int Missing(Event before, Event after)
        {
            var missing = 0;
            for (var s = before["sequence"] + 1; s < after["sequence"]; s++) missing += all.Contains(s) ? 0 : 1;
            return missing;
        }
    }

    /// <summary>What was lost before a snapshot begins is told in it: after an empty packet of where the one before ended.</summary>
    [Fact]
    public void A_loss_before_a_snapshot_is_told_in_it()
    {
        using var program = TestProgram.StartOnCpu(0, "wait");
        Assert.Equal("ready", program.ReadLine());
        using var recording = new Recording(new HashSet<int> { program.Pid }, ["app:tick"], SmallBuffer, overwrite: true);
        recording.Source.Start();
        for (var i = 0; i < 2; i++)
        {
            program.WriteLine("20000");
            Assert.Equal("done", program.ReadLine());
            recording.TakeSnapshot();
        }

        var last = recording.ReadSnapshot(0, program.Pid).MaxBy(s => s.Sum(p => p.Events.Count))!;
        var stream = recording.ReadSnapshot(1, program.Pid).Single(s => s[0].Events.Count == 0 && s[0].Begin == last[^1].End);
        Assert.Equal(last[^1].Sequence + 1, stream[0].Sequence);
        Assert.True(stream[1].Sequence > stream[0].Sequence + 20_000 / (SubBufferSize / RecordSize) - 10);
    }

    [Fact]
    public void Of_programs_that_end_between_snapshots_the_last_are_kept()
    {
        const int programs = 20, kept = 16;
        using var recording = new Recording(null, ["app:tick"], SmallBuffer, overwrite: true);
        recording.Source.Start();
        for (var i = 0; i < programs; i++)
        {
            using var program = TestProgram.StartFastest("ticks", "1", "100");
            program.WaitForExit();
            recording.Source.Drain(flush: false);
        }

        recording.TakeSnapshot();
        var totals = recording.Stop();
        Assert.Equal((kept * 100, (programs - kept) * 100, 0), (totals.Events, totals.Overwritten, totals.Discarded));
        Assert.Contains($"{(programs - kept) * 100} events of {programs - kept} ended programs are given up: those of {kept} wait for a snapshot", recording.Warnings);
    }

    private static long[] Progress(string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        using var view = file.CreateViewAccessor();
        return [.. Enumerable.Range(0, (int)(new FileInfo(path).Length / 64)).Select(t => view.ReadInt64(t * 64))];
    }
}
