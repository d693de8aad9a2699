using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Braid.Sessions.Dotnet;

namespace Braid.DotNet.Tests;

/// <summary>An unmodified ASP.NET Core application and the kernel in one recording, on one clock.</summary>
public sealed class WebAppTests(ITestOutputHelper output)
{
    private const int Requests = 40;

    /// <summary>
    /// For each request: its Activity begins, it logs, collects garbage, makes system calls, logs, and the Activity ends; in
    /// this order, though runtime, framework and kernel tell each their part on their own ways. System calls and switches are
    /// those of the thread that the runtime names.
    /// </summary>
    [Fact]
    public async Task A_request_its_log_lines_collections_system_calls_and_switches_lie_in_order()
    {
        using var app = StartApp(out var address);
        using var recording = Recording.Start(o => o with
        {
            Dotnet = new() { Providers = DotnetProviders.Default },
            ProcessId = app.Id,
            KernelEvents = ["sched_switch"],
            SystemCalls = ["openat", "write", "pwrite64", "ftruncate", "close"],
        });
        using (var client = new HttpClient())
        {
            for (var i = 0; i < Requests; i += 4)
                await Task.WhenAll(Enumerable.Range(i, 4).Select(n => client.GetStringAsync($"{address}/order/{n}")));
        }

        var (events, lost) = recording.Stop();
        Signal(app, "TERM");
        Assert.Equal(0, lost);
        var switches = 0;
        for (var n = 0; n < Requests; n++) switches += Check(events, n);
        output.WriteLine($"{events.Count} events, {Requests} requests, {switches} switches of their threads");
        Assert.True(switches > 0);
    }

    /// <summary>Checks the order of what request <paramref name="number"/> did; returns how often its thread was switched out.</summary>
    private static int Check(List<JsonElement> events, int number)
    {
        var logBegin = Index(events, 0, e => IsLog(e, $"Order {number} begins"));
        var trace = Field(events[logBegin], "ActivityTraceId").GetString();
        var thread = Tid(events[logBegin]);
        var start = Index(events, 0, e => IsActivity(e, "ActivityStart", trace));
        var logEnd = Index(events, logBegin, e => IsLog(e, $"Order {number} ends"));
        var stop = Index(events, logEnd, e => IsActivity(e, "ActivityStop", trace));
        Assert.Equal(thread, Tid(events[logEnd]));
        Assert.True(start < logBegin, $"request {number}: its activity starts after its log line");

        // Collections asked for at the same time may be one; it begins and ends on a thread of the runtime, which
        // tells GCRestartEEEnd when the others may run already.
        var written = Index(events, logBegin, e => Name(e) == "syscall_entry_pwrite64" && Tid(e) == thread && Field(e, "count").GetInt64() == 5000 + number);
        var opened = events.FindLastIndex(written, written - logBegin, e => Name(e) == "syscall_entry_openat" && Tid(e) == thread);
        var collected = Index(events, logBegin, e => Name(e) == $"{Streams.Runtime}:GCRestartEEBegin");
        Assert.True(collected < opened, $"request {number}: no collection ends before it opens its file");
        var closed = Index(events, written, e => Name(e) == "syscall_entry_close" && Tid(e) == thread);
        Assert.True(closed < logEnd && logEnd < stop, $"request {number}: its file is not closed between its log lines");
        return events[start..stop].Count(e => Name(e) == "sched_switch" && Field(e, "prev_tid").GetInt32() == thread);
    }

    private static int Index(List<JsonElement> events, int from, Predicate<JsonElement> matches)
    {
        var index = events.FindIndex(from, matches);
        Assert.True(index >= 0, "an event is missing, or comes too early");
        return index;
    }

    private static string Name(JsonElement e) => e.GetProperty("name").GetString()!;

    private static JsonElement Field(JsonElement e, string name) => e.GetProperty("fields").GetProperty(name);

    /// <summary>The thread: LTTng's kernel context, or that of the runtime.</summary>
    private static int Tid(JsonElement e) =>
        e.GetProperty("context").TryGetProperty("vtid", out var tid) || e.GetProperty("context").TryGetProperty("tid", out tid) ? tid.GetInt32() : -1;

    private static bool IsLog(JsonElement e, string text) =>
        Name(e) == "Microsoft-Extensions-Logging:FormattedMessage" && Field(e, "FormattedMessage").GetString() == text;

    private static bool IsActivity(JsonElement e, string name, string? trace) =>
        Name(e) == $"Microsoft-Diagnostics-DiagnosticSource:{name}"
        && Field(e, "Arguments").EnumerateArray().Any(a => a.GetProperty("Key").GetString() == "TraceId" && a.GetProperty("Value").GetString() == trace);

    /// <summary>A process of another PID, mount and time namespace: its port, its PID and its clock are not this one's.</summary>
    [Fact]
    public async Task A_process_in_a_container_is_found_and_its_clock_is_converted()
    {
        string[] container = ["unshare", "--pid", "--mount", "--time", "--fork", "--mount-proc", "--monotonic", "5000", "sh", "-c", "mount -t tmpfs none /tmp && exec \"$0\""];
        using var unshare = StartApp(out var address, container);
        var pid = int.Parse(File.ReadAllText($"/proc/{unshare.Id}/task/{unshare.Id}/children"), CultureInfo.InvariantCulture);
        using var recording = Recording.Start(o => o with { Dotnet = new() { Providers = DotnetProviders.Default }, ProcessId = pid, SystemCalls = ["pwrite64"] });
        using (var client = new HttpClient()) await client.GetStringAsync($"{address}/order/7");
        var events = recording.Stop().Events;
        Process.Start("kill", [$"{pid}"]).WaitForExit();
        await unshare.WaitForExitAsync();
        var begin = Index(events, 0, e => IsLog(e, "Order 7 begins"));
        var written = Index(events, begin, e => Name(e) == "syscall_exit_pwrite64" && Field(e, "ret").GetInt64() == 5007);
        Index(events, written, e => IsLog(e, "Order 7 ends"));
        Assert.Equal(1, events[begin].GetProperty("trace").GetProperty("vpid").GetInt32());
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        process.WaitForExit();
    }

    /// <summary>Starts the application, by way of <paramref name="wrapper"/> when there is one.</summary>
    private static Process StartApp(out string address, params string[] wrapper)
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Braid.DotNet.WebApp/debug/DotNetWebApp"));
        string[] command = [.. wrapper, path];
        var app = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        address = app.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the application does not start");
        return app;
    }
}
