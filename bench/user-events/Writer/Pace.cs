using System.Diagnostics;
using System.Globalization;

namespace Braid.Bench.UserEvents;

/// <summary><c>pace RATE THREADS SECONDS</c>: events at a rate, for the bench end-to-end; bench/end-to-end/lttng-ust/pace.c does the same.</summary>
internal static class Pace
{
    /// <summary>Each thread has its share of the rate and sleeps 1 ms when it is ahead. Rate 0 is as fast as it goes.</summary>
    /// <returns>Prints "EVENTS SECONDS CPU": of the loop, of the loop, of the process from its start.</returns>
    public static void Run(string[] arguments)
    {
        var rate = double.Parse(arguments[0], CultureInfo.InvariantCulture);
        var threads = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var seconds = double.Parse(arguments[2], CultureInfo.InvariantCulture);
        BenchTrace.I32(0); // registers, and is counted
        var counts = new long[threads];
        var watch = Stopwatch.StartNew();
        var running = Enumerable.Range(0, threads).Select(t => new Thread(() => counts[t] = Write(rate / threads, seconds))).ToList();
        running.ForEach(t => t.Start());
        running.ForEach(t => t.Join());
        var elapsed = watch.Elapsed.TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{counts.Sum() + 1} {elapsed:F3} {Environment.CpuUsage.TotalTime.TotalSeconds:F3}"));
    }

    private static long Write(double rate, double seconds)
    {
        const int chunk = 1000;
        var watch = Stopwatch.StartNew();
        for (var done = 0L; ;)
        {
            var now = watch.Elapsed.TotalSeconds;
            if (now >= seconds) return done;
            var due = rate == 0 ? long.MaxValue : (long)(rate * now);
            if (done >= due)
            {
                Thread.Sleep(1);
                continue;
            }

            for (var i = 0; i < chunk; i++) BenchTrace.I32(i);
            done += chunk;
        }
    }
}
