using System.Diagnostics;
using System.Runtime.InteropServices;
using Braid.Linux.Interop;

namespace Braid.Sessions.Tests.Tracefs;

[Collection("kernel")]
public sealed partial class TrackerTests
{
    private static readonly string[] s_calls = ["getppid", "getpid"];

    [Fact]
    public void OfAThreadOnlyItsOwnEventsAreRecorded()
    {
        using var go = new ManualResetEventSlim();
        var tid = 0;
        var traced = Start(go, () => tid = ThreadId(), 10);
        var other = Start(go, static () => { }, 1000);
        SpinWait.SpinUntil(() => Volatile.Read(ref tid) != 0);
        using var recording = new KernelRecording([], s_calls, o => o with { Tids = [tid] });

        recording.RecordThenDrain(() =>
        {
            go.Set();
            traced.Join();
            other.Join();
        });

        var events = recording.Read();
        Assert.All(events, e => Assert.Equal(tid, e.Tid));
        Assert.Equal(10, events.Count(static e => e.Name == "syscall_entry_getppid"));
    }

    [Fact]
    public void OfExcludedProcessesAndWhatTheyForkNothingIsRecorded()
    {
        var link = Path.Combine(Directory.CreateTempSubdirectory("braid-test-").FullName, "excluded");
        File.CreateSymbolicLink(link, "/bin/true");
        int[] executed = [.. Enumerable.Range(0, 2).Select(isExcluded =>
        {
            using var recording = new KernelRecording(["sched_process_exec"], s_calls, o => o with { ExcludedPids = isExcluded == 1 ? [Environment.ProcessId] : [] });
            recording.RecordThenDrain(() =>
            {
                Workload.GetParentLoop(0, 10);
                using var child = Process.Start(new ProcessStartInfo("sh", ["-c", $"{link} & wait; {link}"]))!;
                child.WaitForExit();
            });
            return recording.Read().Count(e => e.Name == "sched_process_exec" && e.Text("filename") == link);
        })];

        Directory.Delete(Path.GetDirectoryName(link)!, recursive: true);
        Assert.Equal([2, 0], executed);
    }

    [Fact]
    public void AThreadThatDoesNotExistIsAnErrorAndLeavesNothing()
    {
        var before = Instances();
        var error = Assert.Throws<KernelException>(static () => new KernelRecording([], s_calls, o => o with { Tids = [int.MaxValue - 1] }));
        Assert.Equal($"trace thread /proc/{int.MaxValue - 1}: ESRCH (No such process); give the id of a running thread", error.Message);
        Assert.Equal(before, Instances());
    }

    private static string[] Instances() => [.. Directory.GetDirectories(Linux.Ftrace.TracefsMount.Open().Instances, $"braid-{Environment.ProcessId}-*").Order()];

    private static Thread Start(ManualResetEventSlim go, Action announce, int calls)
    {
        var thread = new Thread(() =>
        {
            announce();
            go.Wait();
            for (var i = 0; i < calls; i++) GetParent();
        });
        thread.Start();
        return thread;
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int ThreadId();
}
