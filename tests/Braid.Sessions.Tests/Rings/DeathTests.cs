using System.IO.MemoryMappedFiles;

namespace Braid.Sessions.Tests.Rings;

/// <summary>Programs and recorders that are killed.</summary>
[Collection("rings")]
public sealed class DeathTests
{
    private const int Threads = 2;

    /// <summary>
    /// The program notes after each event how many its thread has committed; after a kill at any moment these are in the
    /// trace, whole, and at most one per thread beyond; what was lost to full buffers is counted to the last event.
    /// </summary>
    [Theory]
    [InlineData(100, 256 << 10)]
    [InlineData(100, 4 << 20)]
    public void All_committed_events_of_a_killed_program_are_recorded(int kills, int bufferSize)
    {
        var random = new Random(bufferSize);
        using var progress = new Progress(kills);
        using var recording = new Recording(null, ["app:tick"], bufferSize).Start();
        var programs = new Queue<(TestProgram Program, int Index)>();
        var pids = new int[kills];
        for (var i = 0; i < kills; i++)
        {
            // The next one starts while this one runs: starting takes longer than running.
            while (programs.Count < 2 && i + programs.Count < kills)
            {
                var index = i + programs.Count;
                programs.Enqueue((TestProgram.StartFastest("forever", progress.Path(index), Threads.ToString()), index));
            }

            var (program, number) = programs.Dequeue();
            pids[number] = program.Pid;
            Assert.True(SpinWait.SpinUntil(() => progress.Read(number).Sum() > 0, TimeSpan.FromSeconds(20)));
            Thread.Sleep(TimeSpan.FromMicroseconds(random.Next(5000)));
            program.Kill();
            program.Dispose();
        }

        recording.Stop();
        Assert.Empty(recording.Warnings);
        for (var i = 0; i < kills; i++) Check(recording, pids[i], progress.Read(i));
        Assert.DoesNotContain(pids, pid => Directory.GetFiles("/dev/shm", $"braid.*.{pid}.*").Length > 0);
    }

    [Fact]
    public void After_a_killed_recorder_the_next_one_attaches()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        int recorder;
        using (var killed = new TestProgram("record", program.Pid.ToString()))
        {
            recorder = killed.Pid;
            Assert.Equal("recording", killed.ReadLine());
            program.WriteLine("1000");
            Assert.Equal("done", program.ReadLine());
            killed.Kill();
        }

        program.WriteLine("1000"); // nobody reads; the program does not mind
        Assert.Equal("done", program.ReadLine());
        using var recording = new Recording(new HashSet<int> { program.Pid }, ["app:tick"]).Start();
        program.WriteLine("500");
        Assert.Equal("done", program.ReadLine());
        Assert.Equal(500, recording.Stop().Events);
        Assert.DoesNotContain(Directory.GetFiles("/dev/shm", "braid-session.*"), f => f.Contains($".{recorder}."));
    }

    private static void Check(Recording recording, int pid, long[] committed)
    {
        var discarded = recording.StreamFiles(pid).Sum(f => (long)StreamFile.Discarded(f));
        var events = recording.Read(pid);
        Assert.InRange(events.Count + discarded, committed.Sum(), committed.Sum() + Threads);
        for (var thread = 0; thread < Threads; thread++)
        {
            var sequences = events.Where(e => e["thread"] == thread).Select(e => e["sequence"]).ToHashSet();
            Assert.Equal(events.Count(e => e["thread"] == thread), sequences.Count);
            Assert.DoesNotContain(sequences, s => s > committed[thread]);
            if (discarded > 0) continue; // by the kill or by full buffers; the sum above accounts for each

            // All that the thread had committed, and perhaps the one that it had no time to note.
            Assert.InRange(sequences.Count, committed[thread], committed[thread] + 1);
        }
    }

    /// <summary>A file per program, in which each thread counts its events.</summary>
    private sealed class Progress : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("braid-progress-").FullName;

        public Progress(int count)
        {
            for (var i = 0; i < count; i++) File.WriteAllBytes(Path(i), new byte[Threads * 64]);
        }

        public string Path(int index) => System.IO.Path.Combine(_directory, index.ToString());

        public long[] Read(int index)
        {
            using var file = MemoryMappedFile.CreateFromFile(Path(index), FileMode.Open);
            using var view = file.CreateViewAccessor();
            return [.. Enumerable.Range(0, Threads).Select(t => view.ReadInt64(t * 64))];
        }

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }
}
