namespace Braid.DotNet.TestApp;

internal static class Work
{
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
