using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary><c>braid attach --bridge</c>: programs that know nothing of Braid, and what babeltrace2 reads of them.</summary>
public sealed class BridgeTests : IDisposable
{
    private const int Interrupt = 2;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    [Fact]
    public void ActivitiesEventsAndMeasurementsLieInOrderWithTheirValues()
    {
        using var app = DotnetApp.Start();
        Attach(app.Pid);
        Attach(app.Pid); // is harmless
        var lines = Record(app.Pid, "App*", () => app.Do("listened meter"), () => app.Do("report 100"));
        app.End();

        var work = lines.Where(l => Regex.IsMatch(l, @" App[.\w]*:")).ToList();
        Assert.Equal(700, work.Count);
        for (var i = 0; i < 100; i++)
        {
            var order = Match(work[i * 7], @"App\.Work:ActivityStart: .*OperationName = ""order"", TraceId = ""(\w{32})"", SpanId = ""(\w{16})"", ParentSpanId = ""0{16}"", Kind = \( ""Server"" .*Tags = """"");
            Match(work[i * 7 + 1], $@"App:Counted: .*thread = 0, number = {i} ");
            Match(work[i * 7 + 2], $@"App\.Meter:orders: .*Value = {i}, Tags = ""\{{\\""kind\\"":\\""book\\""\}}""");
            var (trace, span) = (order.Groups[1].Value, order.Groups[2].Value);
            var pay = Match(work[i * 7 + 3], $@"App\.Work:ActivityStart: .*""pay"", TraceId = ""{trace}"", SpanId = ""(\w{{16}})"", ParentSpanId = ""{span}"", Kind = \( ""Internal""");
            Match(work[i * 7 + 4], $@"App\.Work:ActivityStop: .*SpanId = ""{pay.Groups[1].Value}"", ParentSpanId = ""{span}"".*Status = \( ""Error"" .*StatusDescription = ""no money"", "); // babeltrace2 2.0 shows an empty text as the one before it
            Match(work[i * 7 + 5], $@"App\.Meter:prices: .*Value = {Regex.Escape(FormattableString.Invariant($"{i / 4.0}"))}, Tags = """"");
            var end = Match(work[i * 7 + 6], $@"App\.Work:ActivityStop: .*""order"", TraceId = ""{trace}"", SpanId = ""{span}"".*Duration = (\d+), Status = \( ""Unset"" .*Tags = (.*) \}}");
            Assert.InRange(long.Parse(end.Groups[1].Value), 100, 10_000_000_000);
            Assert.Equal(@"""{\""number\"":" + i + @",\""who\"":\""Zoë \\\""Z\\\""\"",\""odd\"":" + (i % 2 == 1 ? "true" : "false") + @"}""", end.Groups[2].Value);
        }
    }

    [Fact]
    public void EventsHaveTheFieldsOfTheirManifestAndThoseWithoutOneTheirOwn()
    {
        using var app = DotnetApp.Start();
        Attach(app.Pid);
        Assert.Contains("  App:Others (loglevel: TRACE_ERR (3))", Shell.Braid("list", "-u").Expect().Output); // before it was ever written
        var lines = Record(app.Pid, "*", () => app.Do("listened meter"), () => app.Do("types"));
        app.End();

        string[] expected =
        [
            "App:Integers: .*a = 200, b = -2, c = -2147483648, d = 9223372036854775807, e = -7, f = 60000, g = 4000000000, h = 18446744073709551615 ",
            @"App:Texts: .*first = ""plain"", second = ""Grüße, 世界 🎻\\n\\""quoted\\"""", letter = 223 ",
            @"App:Texts: .*first = """", second = """", letter = 120 ",
            "App:Others: .*truth = 1, single = 1.5, real = 3.14159\\d*, id = .*0x0.*0x11.*0xFF.*, when = 1795395723456000000, colour = 2 ",
            "App:Nothing: ",
            "App:WorkStart: .*number = 1 ",
            "App:Counted: .*thread = 0, number = 0 ",
            "App:WorkStop: .*number = 1 ",
            @"App:Blob: .*before = 1, .*bytes = \[ \[0\] = 1, \[1\] = 2, \[2\] = 0, \[3\] = 255 \], after = 2 ",
            @"Rich:Order: .*Number = 7, Customer = ""\{\\""Name\\"":\\""Zoë 🎻\\"",\\""Since\\"":2001\}"", Weight = 2.5 ",
            @"Rich:Prices: .*Number = 7, Prices = ""\[1,-2,3000000000\]"", Weights = ""\[\]"", Last = 9 ",
        ];
        var types = lines[Array.FindIndex(lines, l => l.Contains("App:Integers"))..];
        for (var i = 0; i < expected.Length; i++) Match(types[i], expected[i]);
        Assert.Contains(lines, l => Regex.IsMatch(l, @"braid_bridge:instrument: .*Meter = ""App.Meter"", Instrument = ""orders"", Kind = ""Counter"", Unit = ""\{order\}"", Description = ""Orders so far"""));
    }

    /// <summary>Log lines, by way of the EventSource of Microsoft.Extensions.Logging; the framework's activities and measurements.</summary>
    [Fact]
    public void RequestsToAWebServiceAreToldByItsFrameworkAndItsLog()
    {
        const int requests = 20;
        using var app = DotnetApp.StartWeb();
        using var client = new HttpClient();
        Attach(app.Pid, "--provider", "Microsoft*");
        var lines = Record(app.Pid, "*", () => Until(app.Pid), () =>
        {
            for (var n = 1; n <= requests; n++) Ask(n);
        });
        app.End();

        var at = 0;
        for (var n = 1; n <= requests; n++)
        {
            Next(@"Microsoft\.AspNetCore:ActivityStart: .*OperationName = ""Microsoft.AspNetCore.Hosting.HttpRequestIn"", .*Kind = \( ""Server""");
            var trace = Regex.Match(lines[at], @"TraceId = ""(\w+)""").Groups[1].Value;
            Next($@"Microsoft-Extensions-Logging:MessageJson: .*\\""Number\\"":\\""{n}\\"".*FormattedMessage = ""Order {n} begins"", ActivityTraceId = ""{trace}""");
            Next($@"Microsoft-Extensions-Logging:MessageJson: .*FormattedMessage = ""Order {n} ends"", ActivityTraceId = ""{trace}""");
            Next(@"Microsoft\.AspNetCore\.Hosting:http\.server\.request\.duration: .*Value = \d[^,]*, Tags = .*\\""http\.route\\"":\\""/order/");
        }

        Assert.Contains(lines, l => Regex.IsMatch(l, $@"Microsoft\.AspNetCore\.Hosting:RequestStart: .*method = ""GET"", path = ""/order/{requests}"""));

        void Next(string pattern)
        {
            var next = Array.FindIndex(lines, at + 1, l => Regex.IsMatch(l, pattern));
            Assert.True(next > 0, $"no {pattern} after line {at}");
            at = next;
        }

        // It cannot tell whether somebody listens; the bridge needs milliseconds from here on.
        static void Until(int pid)
        {
            Shell.Until(() => Shell.Braid("list", "-u").Expect().Output.Contains("recorded", StringComparison.Ordinal), $"process {pid} is not recorded");
            Thread.Sleep(1000);
        }

        void Ask(int n) => client.GetStringAsync($"{app.FirstLine}/order/{n}").GetAwaiter().GetResult();
    }

    [Fact]
    public void ABridgeIsTakenOffAndPutOnAgainForOtherProviders()
    {
        using var app = DotnetApp.Start();
        Assert.Equal($"braid: process {app.Pid} has no bridge", Shell.Braid("attach", "--bridge", $"{app.Pid}", "--detach").Expect(1).Error.TrimEnd());
        Attach(app.Pid);
        Shell.Braid("attach", "--bridge", $"{app.Pid}", "--detach").Expect();
        var recording = Shell.Start(Shell.BraidPath, ["record", "-u", "*", "-p", $"{app.Pid}", "--duration", "1s", "-o", Trace]);
        for (var i = 0; i < 10; i++) app.Do("report 10");
        Assert.Matches("(?m)^ust +0 events", Shell.End(recording).Expect().Error);

        Attach(app.Pid, "--provider", "App.M*");
        var lines = Record(app.Pid, "*", () => app.Do("listened meter"), () => app.Do("report 10"));
        app.End();
        Assert.Equal(["App.Meter", "braid_bridge", "lttng_ust_statedump"], lines.Select(l => Regex.Match(l, @" ([\w.]+):\w+: \{").Groups[1].Value).Distinct().Order());
    }

    /// <summary>The assembly is put where the process sees it, and does not stay there.</summary>
    [Fact]
    public void AProcessWithItsOwnTemporaryDirectoryIsBridged()
    {
        using var app = DotnetApp.Start("unshare", "--mount", "--fork", "sh", "-c", "mount -t tmpfs none /tmp && exec \"$0\"");
        Attach(app.ChildPid);
        Assert.Empty(Directory.GetDirectories($"/proc/{app.ChildPid}/root/tmp", "braid-*"));
        var lines = Record(app.ChildPid, "App:*", () => app.Do("listened events"), () => app.Do("report 10"));
        app.End();
        Assert.Contains(lines, l => l.Contains("App:Counted", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatCannotBeBridgedIsRefusedInOneLine()
    {
        Refused("no process has the PID 999999999", "--bridge", "999999999");
        Refused($"process {Environment.ProcessId} may not be asked: permission denied; run as its user or as root", "--bridge", $"{Environment.ProcessId}");
        Refused("Option '--bridge' is required.", "--detach");
        Refused("attach: --provider and --detach exclude each other", "--bridge", $"{Environment.ProcessId}", "--detach", "--provider", "x");

        static void Refused(string why, params string[] arguments)
        {
            string[] asUser = why.Contains("permission", StringComparison.Ordinal) ? ["--reuid", "65534", "--regid", "65534", "--clear-groups", Path.Combine(Repository.Root, "artifacts/braid/braid")] : [Shell.BraidPath];
            var program = asUser.Length > 1 ? "setpriv" : asUser[0];
            var refused = Shell.Run(program, [.. asUser.Length > 1 ? asUser : [], "attach", .. arguments]).Expect(1);
            Assert.Equal($"braid: {why}\n", refused.Error);
        }
    }

    private static void Attach(int pid, params string[] options)
    {
        var result = Shell.Braid(["attach", "--bridge", $"{pid}", .. options]).Expect();
        Assert.Equal($"process {pid}: its events are tracepoints; see 'braid list -u'\n", result.Output);
    }

    /// <summary>Records a process: does the work when <paramref name="wait"/> returns, and stops; the lines that babeltrace2 prints.</summary>
    private string[] Record(int pid, string pattern, Action wait, Action work)
    {
        var recording = Shell.Start(Shell.BraidPath, ["record", "-u", pattern, "-p", $"{pid}", "-o", Trace]);
        try
        {
            wait();
            work();
        }
        finally
        {
            Shell.Signal(recording.Process, Interrupt);
        }

        Assert.Matches("(?m)^ust .* 0 lost$", Shell.End(recording).Expect().Error);
        return Babeltrace.Lines(Trace);
    }

    private static Match Match(string line, string pattern)
    {
        var match = Regex.Match(line, pattern);
        Assert.True(match.Success, $"{line}\nis not\n{pattern}");
        return match;
    }
}
