using System.Diagnostics;
using System.Diagnostics.Metrics;
using Braid.Bench.Bridge;

// bridge-writer: a program that knows nothing of Braid. Says "ready", and for each line of its input, a label, does each kind
// of work and prints "LABEL KIND MIN MEDIAN": ns each, over 40 batches of 5,000 after as many to warm up.
const int PerBatch = 5_000, Batches = 40;
var activities = new ActivitySource("Bench.Activities");
var counter = new Meter("Bench.Meter").CreateCounter<int>("count");
(string Kind, Action<int> Do)[] kinds =
[
    ("i32", static i => BenchEvents.Log.I32(i)),
    ("text", static i => BenchEvents.Log.Text(i, "sixteen letters.")),
    ("activity", _ => activities.StartActivity("work")?.Dispose()),
    ("counter", i => counter.Add(i)),
];
Console.WriteLine("ready");
while (Console.ReadLine() is { } label)
{
    foreach (var (kind, work) in kinds)
    {
        var times = Enumerable.Range(0, 2 * Batches).Select(_ => Measure(work)).Skip(Batches).Order().ToList();
        Console.WriteLine(FormattableString.Invariant($"{label} {kind} {times[0]:0.0} {times[Batches / 2]:0.0}"));
    }

    Console.WriteLine("done");
}

static double Measure(Action<int> work)
{
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < PerBatch; i++) work(i);
    var time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / PerBatch;
    Thread.Sleep(2); // whoever reads gets a turn
    return time;
}
