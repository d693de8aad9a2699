using System.Diagnostics;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Tests.Rings;

/// <summary>Programs of Braid.Tracing.TestApp recorded from outside. Other programs of the machine may be recorded along; only ours are looked at.</summary>
[Collection("rings")]
public sealed class RecordingTests
{
    [Theory]
    [InlineData(1, 200_000, 4 << 20, RingClock.Monotonic)]
    [InlineData(4, 200_000, 4 << 20, RingClock.CycleCounter)]
    [InlineData(4, 200_000, 32 << 10, RingClock.CycleCounter)]
    [InlineData(8, 100_000, 8 << 10, RingClock.Monotonic)]
    public void Recorded_and_discarded_events_are_all_there_were(int threads, int count, int bufferSize, RingClock clock)
    {
        using var recording = new Recording(null, ["app:tick"], bufferSize, clock: clock).Start();
        using var ticks = new TestProgram("ticks", threads.ToString(), count.ToString());
        ticks.WaitForExit();
        recording.Stop();

        var events = recording.Read(ticks.Pid);
        var discarded = recording.StreamFiles(ticks.Pid).Sum(f => (long)StreamFile.Discarded(f));
        Assert.Equal((long)threads * count, events.Count + discarded);
        Assert.NotEmpty(events);
        Assert.Equal(events.Count, events.Select(e => (e["thread"], e["sequence"])).Distinct().Count());
    }

    [Fact]
    public void Totals_are_exact_and_the_program_is_left_as_it_was()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using (var recording = new Recording(new HashSet<int> { program.Pid }, ["app:*"], 8 << 10).Start())
        {
            program.WriteLine("100000");
            Assert.Equal("done", program.ReadLine());
            var totals = recording.Stop();
            Assert.Empty(recording.Warnings);
            Assert.Equal(100_000, totals.Events + totals.Discarded);
            Assert.Equal(recording.StreamFiles(program.Pid).Sum(StreamFile.ContentBytes), totals.Bytes);
            program.WriteLine("1000"); // after Stop: not recorded
            Assert.Equal("done", program.ReadLine());
            Assert.Equal(totals, recording.Source.Totals);
            Assert.True(BlocksOf(program.Pid) > 8 << 10);
        }

        Assert.True(BlocksOf(program.Pid) < 512 << 10, "memory of the rings is returned");
        using var second = new Recording(new HashSet<int> { program.Pid }, ["app:tick"]).Start();
        program.WriteLine("1000");
        Assert.Equal("done", program.ReadLine());
        Assert.Equal(1000, second.Stop().Events);
        program.WriteLine("");
        program.WaitForExit();
    }

    /// <summary>The table holds 16,384; the program goes on with those, and the recorder tells of the others.</summary>
    [Theory]
    [InlineData(16_384, 0)]
    [InlineData(17_000, 616)]
    public void Tracepoints_beyond_the_event_table_are_told(int registered, int refused)
    {
        using var recording = new Recording(null, ["*"]).Start();
        using var program = new TestProgram("many", registered.ToString());
        program.WaitForExit();
        recording.Stop();
        var told = recording.Warnings.Where(w => w.Contains("found no room", StringComparison.Ordinal)).ToList();
        Assert.Equal(refused == 0 ? [] : [$"program {program.Pid}: {refused} of its tracepoints found no room in the event table beside the first 16384, and are never recorded"], told);
    }

    [Theory]
    [InlineData("none:*", false)]
    [InlineData("app:tick", true)]
    public void Rings_take_memory_only_when_an_event_is_wanted(string pattern, bool expected)
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using var recording = new Recording(new HashSet<int> { program.Pid }, [pattern]).Start();
        Assert.Equal(expected, BlocksOf(program.Pid) > 1 << 20);
    }

    [Theory]
    [InlineData("*", 2)]
    [InlineData("app:e*", 1)]
    [InlineData("app:????", 1)]
    [InlineData("other:*", 0)]
    [InlineData("words:*", 0)]
    public void Patterns_choose_events(string pattern, int expected)
    {
        using var recording = new Recording(null, [pattern]).Start();
        using var program = new TestProgram("wait"); // empty, then ticks
        Assert.Equal("ready", program.ReadLine());
        program.WriteLine("1");
        Assert.Equal("done", program.ReadLine());
        program.WriteLine("");
        program.WaitForExit();
        recording.Stop();
        Assert.Equal(expected, recording.Read(program.Pid).Count);
    }

    [Fact]
    public void The_first_event_of_a_short_program_is_recorded()
    {
        using var recording = new Recording(null).Start();
        using var program = new TestProgram("once");
        program.WaitForExit();
        recording.Stop();
        var tick = Assert.Single(recording.Read(program.Pid));
        Assert.Equal("app:tick", tick.Name);
        Assert.Equal(program.Pid, tick.ThreadId); // the main thread's
    }

    [Fact]
    public void A_program_of_another_recorder_is_left_out_and_told()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using var first = new Recording(new HashSet<int> { program.Pid }).Start();
        using var second = new Recording(new HashSet<int> { program.Pid }).Start();
        program.WriteLine("10");
        Assert.Equal("done", program.ReadLine());
        Assert.Equal(10, first.Stop().Events);
        Assert.Equal(0, second.Stop().Events);
        Assert.Contains("another session", Assert.Single(second.Warnings));
        Assert.True(RingDirectory.ListPrograms().Single(p => p.Program.Pid == program.Pid).IsRecorded);
    }

    [Fact]
    public void A_program_that_cannot_make_its_file_runs_on()
    {
        using var recording = new Recording(null).Start();
        using var program = TestProgram.StartWithoutFiles("kinds");
        program.WaitForExit();
        recording.Stop();
        Assert.Empty(recording.StreamFiles(program.Pid));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Events_of_all_kinds_come_back(bool native)
    {
        if (native && TestProgram.NativePath == null) Assert.Skip("run tests/Braid.Tracing.TestApp/publish-aot first");
        using var recording = new Recording(null).Start();
        using var program = native ? TestProgram.StartNative("kinds") : new TestProgram("kinds");
        program.WaitForExit();
        recording.Stop();
        var events = recording.Read(program.Pid);
        Assert.Equal(
        [
            "app:integers i8=-1 u8=255 i16=-2 u16=65535 i32=-3 u32=4294967295 i64=-9223372036854775808 u64=18446744073709551615 native=-4 unsignedNative=5 letter=233 flag=1",
            "app:others single=1.5 real=-2.25 colour=200 id=[0,17,34,51,68,85,102,119,136,153,170,187,204,221,238,255] time=1767323045123456700",
            "app:texts text= span=span chars=ch renamed=a longer text, more than sixteen",
            "app:texts text=nul span=grüße 漢字 😀 chars= renamed=12345678",
            "app:arrays _bytes_length=3 bytes=[1,2,255] _numbers_length=2 numbers=[-1,2147483647] _shorts_length=1 shorts=[7] _long_length=0 long=[]",
            "app:arrays _bytes_length=0 bytes=[] _numbers_length=0 numbers=[] _shorts_length=0 shorts=[] _long_length=1 long=[-9223372036854775808]",
        ], events.OrderBy(e => e.Timestamp).Select(Format));
    }

    [Fact]
    public void Babeltrace_reads_the_trace()
    {
        if (!File.Exists("/usr/bin/babeltrace2")) Assert.Skip("babeltrace2 is not installed");
        using var recording = new Recording(null).Start();
        using var program = new TestProgram("kinds");
        program.WaitForExit();
        recording.Stop();
        using var reader = Process.Start(new ProcessStartInfo("/usr/bin/babeltrace2", ["--clock-seconds", recording.TracePath(program.Pid)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var text = reader.StandardOutput.ReadToEnd();
        Assert.Equal("", reader.StandardError.ReadToEnd());
        Assert.Equal(6, text.Split('\n').Count(l => l.Length > 0 && !l.Contains("_statedump:", StringComparison.Ordinal)));
        Assert.Contains("app:others: { cpu_id = ", text);
        Assert.Contains("colour = ( \"Blue\" : container = 200 )", text);
        Assert.Contains("numbers = [ [0] = -1, [1] = 2147483647 ]", text);
        Assert.Contains("text = \"nul\", span = \"grüße 漢字 😀\"", text);
    }

    [Fact]
    public void Running_programs_are_listed_with_their_events()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        var listed = RingDirectory.ListPrograms().Single(p => p.Program.Pid == program.Pid);
        Assert.False(listed.IsRecorded);
        Assert.Equal("dotnet", listed.Program.Name);
        Assert.InRange(listed.Program.StartTime, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddSeconds(1));
        Assert.Equal(["app:tick", "app:empty", "app:words:said"], listed.Events.Take(3).Select(e => e.Name));
        Assert.Equal(["thread", "sequence"], listed.Events[0].Payload!.Members.Select(m => m.Name));
    }

    [Fact]
    public void A_program_that_ends_unrecorded_leaves_no_file()
    {
        using var program = new TestProgram("once");
        program.WaitForExit();
        Assert.Empty(Directory.GetFiles("/dev/shm", $"braid.*.{program.Pid}.*"));
    }

    [Fact]
    public void The_file_of_a_killed_program_is_swept()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        program.Kill();
        Assert.Single(Directory.GetFiles("/dev/shm", $"braid.*.{program.Pid}.*"));
        RingDirectory.Sweep(_ => { });
        Assert.Empty(Directory.GetFiles("/dev/shm", $"braid.*.{program.Pid}.*"));
    }

    internal static string Format(Event e) => $"{e.Name} {Format(e.Fields)}";

    private static string Format(Dictionary<string, object> fields) => string.Join(' ', fields.Select(f => $"{f.Key}={Format(f.Value)}"));

    private static string Format(object value) => value switch
    {
        object[] array => $"[{string.Join(',', array.Select(Format))}]",
        Dictionary<string, object> structure => $"{{{Format(structure)}}}",
        _ => FormattableString.Invariant($"{value}"),
    };

    /// <summary>Bytes of memory that the program's file has.</summary>
    private static long BlocksOf(int pid)
    {
        var path = Directory.GetFiles("/dev/shm", $"braid.*.{pid}.*").Single();
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%b", path]) { RedirectStandardOutput = true })!;
        return long.Parse(stat.StandardOutput.ReadToEnd()) * 512;
    }
}
