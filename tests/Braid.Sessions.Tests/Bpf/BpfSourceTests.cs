using System.Diagnostics;

namespace Braid.Sessions.Tests.Bpf;

[Collection("kernel")]
public sealed class BpfSourceTests(ITestOutputHelper output)
{
    [Fact]
    public void AllSystemCallsAreTakenByTheVerifier()
    {
        var watch = Stopwatch.StartNew();
        using var recording = new BpfRecording(["*"]);
        output.WriteLine($"{recording.Source.Programs} programs for {recording.Trace.Class.Streams[1].Events.Count} events in {watch.ElapsedMilliseconds} ms");
        Assert.InRange(recording.Trace.Class.Streams[1].Events.Count, 1000, 2000);
    }

    [Fact]
    public void APathIsInTheEntryOfItsCall()
    {
        using var recording = new BpfRecording(["openat"]);
        var path = Path.Combine(Path.GetTempPath(), $"no-such-{Guid.NewGuid():N}");
        recording.Record(() => Assert.Throws<FileNotFoundException>(() => File.OpenRead(path)));
        var events = recording.Read();
        var entry = Assert.Single(events, e => e.Name == "syscall_entry_openat" && e.Text("filename") == path);
        Assert.Equal(0, entry.Number("unread"));
        var exit = events.First(e => e.Name == "syscall_exit_openat" && e.Tid == entry.Tid && e.Time > entry.Time);
        Assert.Equal(-2, exit.Number("ret"));
    }
}
