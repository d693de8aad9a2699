using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Braid.DotNet.Diagnostics;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Recording;

namespace Braid.DotNet.Tests;

/// <summary><see cref="DotnetSource"/> in a recording of real processes.</summary>
public sealed class RecordingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(ClockChoice.Auto)]
    [InlineData(ClockChoice.Monotonic)]
    public void A_running_process_is_recorded_on_the_clock_of_the_session(ClockChoice clock)
    {
        using var app = new TestApp();
        using var recording = Recording.Start(o => o with { ProcessId = app.Pid, Clock = clock });
        var before = Now();
        app.Do("count 2 1000");
        var after = Now();
        var (events, lost) = recording.Stop();
        var counted = Counted(events);
        Assert.Equal((2000, 0L), (counted.Count, lost));
        foreach (var thread in counted.GroupBy(e => e.GetProperty("fields").GetProperty("thread").GetInt32()))
            Assert.Equal(Enumerable.Range(0, 1000), thread.Select(e => e.GetProperty("fields").GetProperty("number").GetInt32()));

        // The wall clock is slewed apart from the counter by a few microseconds in the length of this test.
        const long slack = 1_000_000;
        Assert.All(counted, e => Assert.InRange(e.GetProperty("timestamp").GetInt64(), before - slack, after + slack));
    }

    [Fact]
    public void What_a_small_buffer_loses_is_told_in_the_trace_and_by_the_recording()
    {
        using var app = new TestApp();
        using var recording = Recording.Start(o => o with { ProcessId = app.Pid, Dotnet = Recording.App with { BufferMegabytes = 1 } });
        app.Do("count 4 100000");
        var (events, lost) = recording.Stop();
        output.WriteLine($"{events.Count} events, {lost} lost");
        Assert.Equal(lost, recording.Session.Totals.Discarded);
        Assert.Equal(400_000, Counted(events).Count + lost);
    }

    [Fact]
    public void A_process_that_is_killed_leaves_what_it_had_sent()
    {
        using var app = new TestApp();
        using var recording = Recording.Start(o => o with { ProcessId = app.Pid });
        app.Do("count 1 500");

        // What is read waits for a later event: only then its order is certain.
        WaitFor(() =>
        {
            app.Do("count 1 1");
            return recording.Session.Totals.Events >= 500;
        });
        app.Kill();
        Assert.True(Counted(recording.Stop().Events).Count >= 500);
    }

    [Fact]
    public void A_process_that_starts_later_is_found_by_its_name()
    {
        using var recording = Recording.Start(o => o with { Dotnet = Recording.App with { Name = "dotn*" } });
        using var app = new TestApp();
        WaitFor(() =>
        {
            app.Do("count 1 1");
            return recording.Session.Totals.Events > 0;
        });
        Assert.NotEmpty(Counted(recording.Stop().Events));
    }

    [Fact]
    public void A_command_is_recorded_from_its_start()
    {
        using var recording = Recording.Start(o => o with
        {
            Dotnet = new() { Providers = [new("App", ulong.MaxValue, 5), new(Streams.Runtime, 0x8, 4)], IsForCommand = true },
        });
        using var app = new TestApp(recording.Session.CommandEnvironment);
        app.Do("count 1 10");
        var (events, lost) = recording.Stop();
        Assert.Equal(0, lost);
        Assert.Contains(events, e => e.GetProperty("name").GetString() == $"{Streams.Runtime}:AssemblyLoad"
            && e.GetProperty("fields").GetProperty("FullyQualifiedAssemblyName").GetString()!.StartsWith("DotNetTestApp,", StringComparison.Ordinal));
        Assert.Equal(10, Counted(events).Count);
    }

    /// <summary>An allocation tells its type by a number; the runtime names that number once, before or after it.</summary>
    [Fact]
    public void The_types_of_allocated_objects_have_names()
    {
        using var recording = Recording.Start(o => o with
        {
            Dotnet = new() { Providers = DotnetProviders.Parse("runtime:gcsampledobjectallocationhigh+type+gcheapandtypenames+typediagnostic"), IsForCommand = true },
        });
        using var app = new TestApp(recording.Session.CommandEnvironment);
        app.Do("types");
        var (events, lost) = recording.Stop();
        Assert.Equal(0, lost);
        var names = Fields("BulkType").SelectMany(e => e.GetProperty("Values").EnumerateArray()).Select(v => (Id: v.GetProperty("TypeID").GetUInt64(), Name: v.GetProperty("Name").GetString()!)).Distinct().ToList();
        var allocated = Fields("GCSampledObjectAllocationHigh").Select(e => e.GetProperty("TypeID").GetUInt64()).ToHashSet();
        output.WriteLine($"{names.Count} named, {allocated.Count} allocated, {Fields("TypeLoadStop").Count()} loaded; {string.Join(", ", events.CountBy(e => e.GetProperty("name").GetString()!))}");
        Assert.Contains(names, n => n.Name == "Braid.DotNet.TestApp.Customer" && allocated.Contains(n.Id));
        Assert.All(allocated, id => Assert.Contains(names, n => n.Id == id));
        Assert.Contains(Fields("TypeLoadStop"), e => e.GetProperty("TypeName").GetString()!.StartsWith("Braid.DotNet.TestApp.Customer", StringComparison.Ordinal));

        IEnumerable<JsonElement> Fields(string name) => events.Where(e => e.GetProperty("name").GetString() == $"{Streams.Runtime}:{name}").Select(e => e.GetProperty("fields"));
    }

    [Fact]
    public void Several_processes_have_a_trace_each()
    {
        using var first = new TestApp();
        using var second = new TestApp();
        using var recording = Recording.Start(o => o with { Dotnet = Recording.App with { Name = "dotnet" } });
        first.Do("count 1 10");
        second.Do("count 1 20");
        var events = recording.Stop().Events;
        Assert.Equal(10, Counted(events).Count(e => e.GetProperty("trace").GetProperty("vpid").GetInt32() == first.Pid));
        Assert.Equal(20, Counted(events).Count(e => e.GetProperty("trace").GetProperty("vpid").GetInt32() == second.Pid));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stacks_come_when_asked_for_with_the_names_of_methods_beside_the_trace(bool isCommand)
    {
        var running = isCommand ? null : new TestApp();
        using var recording = Recording.Start(o => o with { ProcessId = running?.Pid, Dotnet = Recording.App with { Stacks = true, IsForCommand = isCommand } });
        using var app = running ?? new TestApp(recording.Session.CommandEnvironment);
        app.Do("count 1 3");
        var stacks = Counted(recording.Stop().Events).ConvertAll(e => e.GetProperty("context").GetProperty("callstack_user").EnumerateArray().Select(a => a.GetUInt64()).ToList());
        Assert.Equal(3, stacks.Count);
        var map = File.ReadLines(Assert.Single(Directory.GetFiles(Path.Combine(recording.Session.Directory, "dotnet"), "*.perf-map")))
            .Select(l => l.Split(' ', 3)).Select(w => (Start: Convert.ToUInt64(w[0], 16), Size: Convert.ToUInt64(w[1], 16), Name: w[2])).ToList();
        Assert.All(stacks, stack => Assert.Contains(stack, ip => map.Any(m => ip - m.Start < m.Size && m.Name.Contains("Counted"))));
    }

    /// <summary>The profiler stops each managed thread every millisecond, where it can; what it samples is named by the map beside the trace.</summary>
    [Fact]
    public void Samples_of_the_profiler_name_the_method_that_a_program_is_busy_with()
    {
        using var app = new TestApp();
        using var recording = Recording.Start(o => o with { ProcessId = app.Pid, Dotnet = new() { Providers = [DotnetProviders.Profiler], Stacks = true } });
        app.Do("spin 2000");
        var events = recording.Stop().Events;
        var samples = events.Where(e => e.GetProperty("name").GetString() == "Microsoft-DotNETCore-SampleProfiler:ThreadSample")
            .Select(e => e.GetProperty("context").GetProperty("callstack_user").EnumerateArray().Select(a => a.GetUInt64()).ToList()).ToList();
        var map = File.ReadLines(Assert.Single(Directory.GetFiles(Path.Combine(recording.Session.Directory, "dotnet"), "*.perf-map")))
            .Select(l => l.Split(' ', 3)).Select(w => (Start: Convert.ToUInt64(w[0], 16), Size: Convert.ToUInt64(w[1], 16), Name: w[2])).ToList();
        var busy = samples.Count(stack => stack.Exists(ip => map.Any(m => ip - m.Start < m.Size && m.Name.Contains("Work::Spin"))));
        var named = samples.Sum(stack => stack.Count(ip => map.Any(m => ip - m.Start < m.Size)));
        output.WriteLine($"{samples.Count} samples, {busy} in Spin; {named} of {samples.Sum(s => s.Count)} frames have a name; events: {string.Join(", ", events.CountBy(e => e.GetProperty("name").GetString()!))}");

        // 2000 were one for each millisecond; a machine that is shared gives fewer. While it spins the main thread is nowhere else.
        Assert.InRange(busy, 100, 2500);
        Assert.All(samples.SelectMany(s => s).Distinct(), ip => Assert.Contains(map, m => ip - m.Start < m.Size)); // the framework's too
        Assert.DoesNotContain(events, e => e.GetProperty("name").GetString()!.Contains("Rundown"));
    }

    [Fact]
    public void Event_counters_and_meters_come_each_interval()
    {
        const string list = "System.Runtime:::EventCounterIntervalSec=1,System.Diagnostics.Metrics:2:4:SessionId=test;Metrics=\"System.Runtime,Other\";RefreshInterval=1;MaxTimeSeries=100;MaxHistograms=10";
        using var app = new TestApp();
        using var recording = Recording.Start(o => o with { ProcessId = app.Pid, Dotnet = new() { Providers = DotnetProviders.Parse(list) } });
        Thread.Sleep(2500);
        var events = recording.Stop().Events;
        var counter = events.First(e => e.GetProperty("name").GetString() == "System.Runtime:EventCounters").GetProperty("fields").GetProperty("Payload");
        Assert.NotEqual("", counter.GetProperty("DisplayName").GetString());
        var set = events.First(e => e.GetProperty("name").GetString()!.EndsWith("ValuePublished") && e.GetProperty("fields").GetProperty("instrumentName").GetString() == "dotnet.process.memory.working_set").GetProperty("fields");
        Assert.Equal("System.Runtime", set.GetProperty("meterName").GetString());
        Assert.InRange(double.Parse((set.TryGetProperty("value", out var value) ? value : set.GetProperty("lastValue")).GetString()!, CultureInfo.InvariantCulture), 1e6, 1e10);
    }

    [Fact]
    public void Other_processes_are_refused_in_a_line()
    {
        using var sleep = Process.Start("sleep", ["60"]);
        var error = Assert.Throws<DiagnosticsException>(() => Recording.Start(o => o with { ProcessId = sleep.Id }));
        Assert.Contains($"process {sleep.Id} is no .NET process", error.Message);
        sleep.Kill();
        sleep.WaitForExit();
        Assert.Contains($"no process has the PID {sleep.Id}", Assert.Throws<RecordingException>(() => Recording.Start(o => o with { ProcessId = sleep.Id })).Message);
    }

    internal static void WaitFor(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(20)) Assert.True(watch.Elapsed.TotalSeconds < 20, "nothing came in 20 s");
    }

    private static List<JsonElement> Counted(List<JsonElement> events) => [.. events.Where(e => e.GetProperty("name").GetString() == "App:Counted")];

    private static long Now() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;
}
