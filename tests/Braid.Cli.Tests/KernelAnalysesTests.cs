using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>lttng-analyses, which knows LTTng's kernel traces only, reads ours; its figures are those that the events give.</summary>
public sealed partial class KernelAnalysesTests : IClassFixture<KernelAnalysesTests.Recorded>
{
    private readonly Recorded _recorded;

    public KernelAnalysesTests(Recorded recorded) => _recorded = recorded;

    [Fact]
    public void Interrupts()
    {
        var open = new Dictionary<(int Cpu, string Irq), long>();
        var found = new Dictionary<string, List<long>>();
        foreach (var e in _recorded.Events)
        {
            if (e.Name == "irq_handler_entry") open[(e.Cpu, e["irq"])] = e.Time;
            else if (e.Name == "irq_handler_exit" && open.Remove((e.Cpu, e["irq"]), out var begin)) Add(found, e["irq"], e.Time - begin);
        }

        Assert.NotEmpty(found);
        var table = Run("lttng-irqstats-mi").Single(static t => t.Class == "hard-stats");
        Assert.Equal(found.Keys.Order(StringComparer.Ordinal), table.Rows.Select(static r => $"{r[0].GetProperty("nr").GetInt32()}").Order(StringComparer.Ordinal));
        foreach (var row in table.Rows) AssertFigures(found[$"{row[0].GetProperty("nr").GetInt32()}"], row);
    }

    /// <summary>It takes a thread that is first seen as it is switched from to have run from the beginning, and one that is switched to last, to the end.</summary>
    [Fact]
    public void ProcessorTime()
    {
        var (begin, end) = (_recorded.Events[0].Time, _recorded.Events[^1].Time);
        var since = new Dictionary<string, long?>();
        var total = new Dictionary<string, long>();
        foreach (var e in _recorded.Events.Where(static e => e.Name == "sched_switch"))
        {
            Leave(e["prev_tid"], e.Time);
            if (e["next_tid"] != "0") since[e["next_tid"]] = e.Time;
        }

        foreach (var tid in since.Keys.ToList()) Leave(tid, end);
        var rows = Run("lttng-cputop-mi").Single(static t => t.Class == "per-process").Rows;
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var tid = $"{row[0].GetProperty("tid").GetInt32()}";
            if (!_recorded.Hidden.Contains(tid)) Assert.Equal(total[tid] / (double)(end - begin), row[3].GetProperty("value").GetDouble(), 1e-9);
        }

        void Leave(string tid, long time)
        {
            if (!since.TryGetValue(tid, out var from)) from = begin;
            since[tid] = null;
            total[tid] = total.GetValueOrDefault(tid) + (time - from ?? 0);
        }
    }

    /// <summary>
    /// It knows who calls from the switches, so not before a CPU's first; and it takes the argument cpu_id of membarrier(2) for
    /// the CPU, so that the call is that of whoever runs there, in place of what that thread has called.
    /// </summary>
    [Fact]
    public void SystemCalls()
    {
        var running = new Dictionary<int, int>();
        var open = new Dictionary<int, Event>();
        var found = new Dictionary<string, List<long>>();
        foreach (var e in _recorded.Events)
        {
            if (e.Name == "sched_switch") running[e.Cpu] = int.Parse(e["next_tid"], CultureInfo.InvariantCulture);
            if (e.Name == "syscall_entry_membarrier")
            {
                if (running.TryGetValue(int.Parse(e["cpu_id"], CultureInfo.InvariantCulture), out var there) && there != 0) open[there] = e;
                continue;
            }

            if (!running.ContainsKey(e.Cpu)) continue;
            if (e.Name.StartsWith("syscall_entry_", StringComparison.Ordinal)) open[e.Tid] = e;
            else if (e.Name.StartsWith("syscall_exit_", StringComparison.Ordinal) && open.Remove(e.Tid, out var entry))
                Add(found, $"{e.Tid} {entry.Name["syscall_entry_".Length..]}", e.Time - entry.Time);
        }

        var compared = new HashSet<string>();
        foreach (var (title, rows) in Tables("lttng-syscallstats-mi").Where(static t => t.Title is not null))
        {
            var tid = Regex.Match(title!, @"TID: (\d+)\)").Groups[1].Value;
            if (_recorded.Hidden.Contains(tid)) continue;
            foreach (var row in rows)
            {
                var call = $"{tid} {row[0].GetProperty("name").GetString()}";
                AssertFigures(found[call], row);
                compared.Add(call);
            }
        }

        Assert.True(compared.Count > 50);
        Assert.Subset(compared, found.Keys.Where(call => !_recorded.Hidden.Contains(call.Split(' ')[0])).ToHashSet());
    }

    /// <summary>From the first wakeup of a thread that runs nowhere to when it is switched to.</summary>
    [Fact]
    public void SchedulingLatencies()
    {
        var running = new Dictionary<int, string>();
        var woken = new Dictionary<string, long>();
        var found = new List<string>();
        foreach (var e in _recorded.Events)
        {
            if (e.Name is "sched_waking" or "sched_wakeup" or "sched_wakeup_new")
            {
                if (!running.ContainsValue(e["tid"])) woken.TryAdd(e["tid"], e.Time);
            }
            else if (e.Name == "sched_switch")
            {
                running[e.Cpu] = e["next_tid"];
                if (woken.Remove(e["next_tid"], out var since) && !_recorded.Hidden.Contains(e["next_tid"]))
                    found.Add($"{since} {e.Time} {e.Time - since} {e["next_prio"]} {e.Cpu} {e["next_tid"]}");
            }
        }

        var rows = Run("lttng-schedtop-mi", "--limit", "10000000").Single(static t => t.Class == "top").Rows
            .Where(row => !_recorded.Hidden.Contains($"{row[5].GetProperty("tid").GetInt32()}"))
            .Select(static row => $"{row[0].GetProperty("value")} {row[1].GetProperty("value")} {row[2].GetProperty("value")} {row[3].GetProperty("value")} {row[4].GetProperty("id")} {row[5].GetProperty("tid")}");
        Assert.True(found.Count > 100);
        Assert.Equal(found.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static void Add(Dictionary<string, List<long>> to, string key, long duration)
    {
        if (!to.TryGetValue(key, out var list)) to.Add(key, list = []);
        list.Add(duration);
    }

    /// <summary>Count, least, mean and greatest.</summary>
    private static void AssertFigures(List<long> durations, JsonElement row)
    {
        Assert.Equal(durations.Count, row[1].GetProperty("value").GetInt32());
        Assert.Equal(durations.Min(), row[2].GetProperty("value").GetInt64());
        Assert.Equal(durations.Average(), row[3].GetProperty("value").GetDouble(), 1e-6 * durations.Average());
        Assert.Equal(durations.Max(), row[4].GetProperty("value").GetInt64());
    }

    private List<(string Class, List<JsonElement> Rows)> Run(string analysis, params string[] options) =>
        [.. Results(analysis, options).Select(static t => (Text(t, "inherit") ?? t.GetProperty("class").GetString()!, Rows(t)))];

    /// <summary>The tables by their titles; null for those without.</summary>
    private List<(string? Title, List<JsonElement> Rows)> Tables(string analysis) => [.. Results(analysis).Select(static t => (Text(t, "title"), Rows(t)))];

    private List<JsonElement> Results(string analysis, params string[] options)
    {
        using var document = JsonDocument.Parse(Shell.Run(analysis, ["--no-intersection", .. options, _recorded.Kernel]).Expect().Output);
        return [.. document.RootElement.GetProperty("results").EnumerateArray().Select(static table => table.Clone())];
    }

    private static List<JsonElement> Rows(JsonElement table) => [.. table.GetProperty("data").EnumerateArray()];

    private static string? Text(JsonElement table, string property) =>
        table.GetProperty("class") is { ValueKind: JsonValueKind.Object } type ? type.GetProperty(property).GetString() : null;

    /// <summary>A second of the kernel with some work, recorded once for all tests.</summary>
    public sealed partial class Recorded : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public Recorded()
        {
            Shell.Braid("record", "-k", "sched_*", "-k", "irq_*", "-k", "block_rq_*", "--syscalls", "-o", _directory["trace"], "--", "sh", "-c",
                $"for i in 1 2 3; do dd if=/dev/zero of={_directory["data"]} bs=64k count=200 oflag=direct; sync; ls -R /usr/share > /dev/null; done; for i in $(seq 200); do sleep 0.001; done").Expect();
            foreach (var line in Babeltrace.Lines(Kernel))
            {
                var match = Line().Match(line);
                Assert.True(match.Success, line);
                Events.Add(new(long.Parse(match.Groups[1].Value + match.Groups[2].Value, CultureInfo.InvariantCulture), match.Groups[3].Value,
                    int.Parse(match.Groups[4].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[5].Value, CultureInfo.InvariantCulture), match.Groups[6].Value));
            }

            FindHidden();
        }

        public string Kernel => Path.Combine(_directory["trace"], "kernel");

        internal List<Event> Events { get; } = [];

        /// <summary>Threads that a CPU leaves or enters without a switch that tells: this machine's kernel hides some threads, and then no figure of their neighbours can be checked.</summary>
        internal HashSet<string> Hidden { get; } = [];

        public void Dispose() => _directory.Dispose();

        private void FindHidden()
        {
            var current = new Dictionary<int, string>();
            foreach (var e in Events)
            {
                if (current.TryGetValue(e.Cpu, out var expected) && $"{e.Tid}" != expected && !e.Name.StartsWith("lttng_", StringComparison.Ordinal))
                {
                    Hidden.Add(expected);
                    Hidden.Add($"{e.Tid}");
                }

                if (e.Name == "sched_switch") current[e.Cpu] = e["next_tid"];
            }
        }

        [GeneratedRegex(@"^\[([0-9]+)\.([0-9]{9})\] \S+ (\S+): \{ cpu_id = ([0-9]+) \}, \{ tid = (-?[0-9]+) \}, \{ ?(.*?) ?\}$")]
        private static partial Regex Line();
    }

    internal sealed partial record Event(long Time, string Name, int Cpu, int Tid, string Fields)
    {
        /// <summary>A field's text.</summary>
        public string this[string field] => Regex.Match(Fields, $@"(?:^|, ){field} = ([^,]*)").Groups[1].Value;
    }
}
