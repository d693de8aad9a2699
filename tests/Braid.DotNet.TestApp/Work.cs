using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ThreadState = System.Threading.ThreadState;

namespace Braid.DotNet.TestApp;

internal static class Work
{
    private static readonly ActivitySource s_activities = new("App.Work");
    private static readonly Meter s_meter = new("App.Meter");
    private static readonly Counter<int> s_orders = s_meter.CreateCounter<int>("orders", "{order}", "Orders so far");
    private static readonly Histogram<double> s_prices = s_meter.CreateHistogram<double>("prices", "EUR");

    public static void Types()
    {
        AppSource.Log.Integers(200, -2, int.MinValue, long.MaxValue, -7, 60_000, 4_000_000_000, ulong.MaxValue);
        AppSource.Log.Texts("plain", "Grüße, 世界 🎻\n\"quoted\"", 'ß');
        AppSource.Log.Texts("", "", 'x');
        AppSource.Log.Others(true, 1.5f, Math.PI, new("00112233-4455-6677-8899-aabbccddeeff"), new DateTime(2026, 11, 23, 1, 2, 3, 456, DateTimeKind.Utc), Colour.Green);
        AppSource.Log.Nothing();
        AppSource.Log.WorkStart(1);
        AppSource.Log.Counted(0, 0);
        AppSource.Log.WorkStop(1);
        AppSource.Log.Blob(1, [1, 2, 0, 255], 2);
        RichSource.Log.Order(7);
    }

    /// <summary>Calls nothing but the clock, so that its thread is in it whenever somebody looks.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Spin(int milliseconds)
    {
        var (end, sum) = (Environment.TickCount64 + milliseconds, 1.0);
        while (Environment.TickCount64 < end)
        {
            for (var i = 0; i < 10_000; i++) sum = Math.Sqrt(sum + i);
        }

        if (double.IsNaN(sum)) throw new InvalidOperationException();
    }

    /// <summary>Native code under compiled code.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void Native(string library, int milliseconds)
    {
        var burn = (delegate* unmanaged<int, long>)NativeLibrary.GetExport(NativeLibrary.Load(library), "burn");
        if (burn(milliseconds) == 0) throw new InvalidOperationException();
    }

    public static void AwaitListener(string what)
    {
        while (!(what == "meter" ? s_orders.Enabled : AppSource.Log.IsEnabled())) Thread.Sleep(1);
    }

    public static void Report(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var order = s_activities.StartActivity("order", ActivityKind.Server);
            order?.SetTag("number", i).SetTag("who", "Zoë \"Z\"").SetTag("odd", i % 2 == 1);
            AppSource.Log.Counted(0, i);
            s_orders.Add(i, new KeyValuePair<string, object?>("kind", "book"));
            using (var pay = s_activities.StartActivity("pay")) pay?.SetStatus(ActivityStatusCode.Error, "no money");
            s_prices.Record(i / 4.0);
        }
    }

    public static void Runtime()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            try
            {
                throw new InvalidOperationException($"failure {i}");
            }
            catch (InvalidOperationException)
            {
                Contend();
            }
        }
    }

    /// <summary>
    /// No thread starts in earnest before all have written an event: what a thread loses before its first event is kept, the
    /// runtime does not tell.
    /// </summary>
    public static void Count(int threads, int events)
    {
        using var started = new Barrier(threads);
        using var written = new CountdownEvent(threads);
        for (var t = 0; t < threads; t++)
        {
            var number = t;
            var thread = new Thread(() =>
            {
                AppSource.Log.Counted(number, 0);
                started.SignalAndWait();
                for (var i = 1; i < events; i++) AppSource.Log.Counted(number, i);
                written.Signal();
                Thread.Sleep(Timeout.Infinite);
            })
            {
                IsBackground = true,
            };
            thread.Start();
        }

        written.Wait();
    }

    /// <summary>One thread waits for a lock that another holds.</summary>
    private static void Contend()
    {
        var gate = new object();
        Thread waiting;
        lock (gate)
        {
            waiting = new(() =>
            {
                lock (gate)
                {
                }
            });
            waiting.Start();
            while (!waiting.ThreadState.HasFlag(ThreadState.WaitSleepJoin)) Thread.Yield();
        }

        waiting.Join();
    }
}
