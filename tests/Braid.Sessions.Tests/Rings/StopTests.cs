using System.Runtime.InteropServices;

namespace Braid.Sessions.Tests.Rings;

/// <summary>Programs that are stopped (SIGSTOP) wherever their threads are, most inside an event, or become another program.</summary>
[Collection("rings")]
public sealed partial class StopTests
{
    private const int Threads = 4, Continue = 18, Stop = 19;

    /// <summary>
    /// Each thread has noted how many events it has made, all of them committed or counted as discarded, and may be inside
    /// one more: that is committed, or discarded because the recording has ended before.
    /// </summary>
    [Fact]
    public void What_a_stopped_program_has_committed_is_recorded_and_the_event_inside_counted()
    {
        var random = new Random(1);
        var path = Path.GetTempFileName();
        var inside = 0L;
        for (var i = 0; i < 8; i++)
        {
            File.WriteAllBytes(path, new byte[Threads * 64]);
            using var recording = new Recording(null, ["app:tick"], 1 << 20).Start();
            using var program = TestProgram.StartFastest("forever", path, Threads.ToString(), "0");
            Assert.True(SpinWait.SpinUntil(() => Noted(path).All(n => n > 0), TimeSpan.FromSeconds(20)));
            Thread.Sleep(TimeSpan.FromMicroseconds(random.Next(20_000)));
            Signal(program.Pid, Stop);
            Assert.True(SpinWait.SpinUntil(() => IsStopped(program.Pid), TimeSpan.FromSeconds(20)));
            var noted = Noted(path);
            var totals = recording.Stop();
            var events = recording.Read(program.Pid);
            Assert.Empty(recording.Warnings);
            Assert.Equal(totals.Events, events.Count);
            Assert.Equal(totals.Discarded, recording.StreamFiles(program.Pid).Sum(f => (long)StreamFile.Discarded(f)));
            Assert.InRange(totals.Events + totals.Discarded, noted.Sum(), noted.Sum() + Threads);
            Assert.Equal(events.Count, events.Select(e => (e["thread"], e["sequence"])).Distinct().Count());
            inside += totals.Events + totals.Discarded - noted.Sum();

            // The recorder leaves; the program goes on as if it had never been there.
            recording.Source.Dispose();
            Signal(program.Pid, Continue);
            Assert.True(SpinWait.SpinUntil(() => Noted(path).Zip(noted).All(n => n.First > n.Second + 1), TimeSpan.FromSeconds(20)));
        }

        File.Delete(path);
        Assert.NotEqual(0, inside); // or the test has tested nothing
    }

    [Fact]
    public void A_program_that_executes_another_is_recorded_as_both()
    {
        using var recording = new Recording(null, ["app:tick"]).Start();
        using var program = new TestProgram("exec");
        program.WaitForExit();
        var totals = recording.Stop();
        Assert.Empty(recording.Warnings);
        Assert.Equal(2, totals.Events);
        Assert.Empty(Directory.GetFiles("/dev/shm", $"braid.*.{program.Pid}.*"));
    }

    private static long[] Noted(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return [.. Enumerable.Range(0, Threads).Select(t => BitConverter.ToInt64(bytes, t * 64))];
    }

    /// <summary>Every thread is: a stop reaches one after the other.</summary>
    private static bool IsStopped(int pid) =>
        Directory.GetDirectories($"/proc/{pid}/task").All(t => File.ReadAllText($"{t}/stat").Split(") ")[^1][0] == 'T');

    private static void Signal(int pid, int signal) => Assert.Equal(0, Kill(pid, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
