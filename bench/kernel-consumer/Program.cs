using System.Globalization;
using KernelConsumer;

// KernelConsumer WORKLOAD CALLS ROUNDS: prints a table of what recording the workload's system calls costs each recorder.
var (workload, calls, rounds) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
(string Name, Func<Measurement> Run)[] recorders =
[
    ("braid", () => BraidRecorder.Run(workload, calls)),
    ("perf record", () => PerfRecorder.Run(workload, calls, [])),
    ("perf record -m 16M", () => PerfRecorder.Run(workload, calls, ["-m", "16M"])),
];

// In turns, so that a busy neighbour disturbs all alike. The first round warms up and is not counted.
var results = recorders.Select(_ => new List<Measurement>()).ToArray();
for (var round = 0; round <= rounds; round++)
{
    for (var i = 0; i < recorders.Length; i++)
    {
        var result = recorders[i].Run();
        if (round > 0) results[i].Add(result);
    }
}

var braid = Median(results[0]);
Console.WriteLine($"{calls:N0} calls of getppid(2), entry and exit; CPU ms per million events recorded, median of {rounds}");
Console.WriteLine($"{"",-20}{"events",12}{"lost",10}{"bytes/event",13}{"CPU ms/M",10}{"ratio",8}");
for (var i = 0; i < recorders.Length; i++)
{
    var median = Median(results[i]);
    var last = results[i][^1];
    Console.WriteLine($"{recorders[i].Name,-20}{last.Events,12}{last.Lost,10}{last.BytesPerEvent,13:0.0}{median,10:0.0}{median / braid,8:0.0}");
}

var (read, both) = DrainCost.Measure(workload, 2 * rounds);
var ratio = braid / Median(results[1]);
Console.WriteLine();
Console.WriteLine("budgets");
Console.WriteLine($"{"whole consumer / perf record",-32}{ratio,10:0.000}{"0.250",10}  {Mark(ratio <= 0.25)}");
Console.WriteLine($"{"read and transcode, ms/M",-32}{both,10:0.0}{12.0,10:0.0}  {Mark(both <= 12)} (reading alone {read:0.0})");
Console.WriteLine($"{"events lost in all rounds",-32}{results[0].Sum(r => r.Lost),10}{0,10}  {Mark(results[0].All(r => r.Lost == 0))}");

static string Mark(bool isMet) => isMet ? "PASS" : "over";

static double Median(List<Measurement> runs) => runs.Select(r => r.CpuPerMillion).Order().ElementAt(runs.Count / 2);
