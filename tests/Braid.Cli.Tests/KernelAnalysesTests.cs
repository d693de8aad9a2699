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

    private List<(string Class, List<JsonElement> Rows)> Run(string analysis)
    {
        var output = Shell.Run(analysis, ["--no-intersection", _recorded.Kernel]).Expect().Output;
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document.RootElement.GetProperty("results").EnumerateArray().Select(static table =>
            {
                var name = table.GetProperty("class");
                return (name.ValueKind == JsonValueKind.String ? name.GetString()! : name.GetProperty("inherit").GetString()!,
                    table.GetProperty("data").EnumerateArray().Select(static r => r.Clone()).ToList());
            }),
        ];
    }

    /// <summary>A second of the kernel with some work, recorded once for all tests.</summary>
    public sealed partial class Recorded : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public Recorded()
        {
            Shell.Braid("record", "-k", "sched_*", "-k", "irq_*", "-k", "block_rq_*", "-o", _directory["trace"], "--", "sh", "-c",
                $"for i in 1 2 3; do dd if=/dev/zero of={_directory["data"]} bs=64k count=200 oflag=direct; sync; ls -R /usr/share > /dev/null; done").Expect();
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
