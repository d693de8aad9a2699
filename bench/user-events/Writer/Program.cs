using System.Diagnostics;
using System.Runtime.CompilerServices;
using Braid.Bench.UserEvents;
using Braid.Clocks;

// user-events-writer LABEL ROW THREADS: prints "LABEL ROW THREADS MIN MEDIAN EVENTS" in ns per event and thread.
// user-events-writer pace RATE THREADS SECONDS: see Pace.
if (args[0] == "pace")
{
    Pace.Run(args[1..]);
    return;
}

const int PerBatch = 20_000, Batches = 60, WarmUp = 30;
var (label, row, threads) = (args[0], args[1], int.Parse(args[2]));
Action<int> batch = row switch
{
    "empty" => Empty,
    "clock_tsc" => Tsc,
    "clock_mono" => Mono,
    "perthread_i32" => PerThread,
    "i32" => I32,
    "mix" => Mix,
    "es_i32" => EventSourceI32,
    "es_mix" => EventSourceMix,
    _ => throw new ArgumentException(row),
};
var figures = new double[threads][];
var barrier = new Barrier(threads);
var running = Enumerable.Range(0, threads).Select(t => new Thread(() => figures[t] = Measure())).ToList();
running.ForEach(t => t.Start());
running.ForEach(t => t.Join());
var all = figures.SelectMany(f => f).Order().ToArray();
Console.WriteLine(FormattableString.Invariant($"{label} {row} {threads} {all[0]:F1} {all[all.Length / 2]:F1} {(long)threads * PerBatch * (Batches + WarmUp)}"));

double[] Measure()
{
    var ns = new double[Batches];
    for (var i = -WarmUp; i < Batches; i++)
    {
        barrier.SignalAndWait();
        var start = Stopwatch.GetTimestamp();
        batch(PerBatch);
        if (i >= 0) ns[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / PerBatch;
        Thread.Sleep(8); // the consumer, which shares the CPUs, takes what was written; tiering is done in the background
    }

    return ns;
}

[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
static void Empty(int count)
{
    for (var i = 0; i < count; i++) Nothing(i);
}

[MethodImpl(MethodImplOptions.AggressiveInlining)]
static void Nothing(int value)
{
}

static void Tsc(int count)
{
    for (var i = 0; i < count; i++) CycleCounter.Read();
}

static void Mono(int count)
{
    for (var i = 0; i < count; i++) Stopwatch.GetTimestamp();
}

static void PerThread(int count)
{
    for (var i = 0; i < count; i++) PerThreadRing.I32(i);
}

static void I32(int count)
{
    for (var i = 0; i < count; i++) BenchTrace.I32(i);
}

static void Mix(int count)
{
    for (var i = 0; i < count; i++) BenchTrace.Mix(i, i, "sixteen letters!");
}

static void EventSourceI32(int count)
{
    for (var i = 0; i < count; i++) BenchEvents.Log.I32(i);
}

static void EventSourceMix(int count)
{
    for (var i = 0; i < count; i++) BenchEvents.Log.Mix(i, i, "sixteen letters!");
}
