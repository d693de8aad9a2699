using System.Diagnostics;

namespace Braid.Tracing.TestApp;

/// <summary>Events under changing contexts; what a reader should find with each is told on standard output, a line per event.</summary>
public static class Contextual
{
    private static readonly TraceContext s_tenant = new("app", "tenant");

    public static async Task Emit()
    {
        using var source = new ActivitySource("test");
        using var listener = new ActivityListener { ShouldListenTo = static _ => true, Sample = static (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        Tick(0);
        using (s_tenant.Set("ada"))
        using (source.StartActivity("outer"))
        {
            Tick(1);
            await Task.Run(static () => Tick(2)); // another thread, the same flow of control
            using (s_tenant.Set(new string('é', 600)))
            using (source.StartActivity("inner")) Tick(3);
        }

        var thread = new Thread(static () =>
        {
            Tick(4);
            Tick(5);
        })
        { Name = "a thread's name" };
        thread.Start();
        thread.Join();
    }

    private static void Tick(int number)
    {
        AppTrace.Tick(number, number);
        var (activity, tenant) = (Activity.Current, s_tenant.Value ?? "");
        var cut = tenant.Length > TraceContext.MaxLength / 2 ? tenant[..(TraceContext.MaxLength / 2)] : tenant; // of é, two bytes each
        Console.WriteLine($"{number} {Environment.CurrentManagedThreadId} '{activity?.TraceId.ToHexString()}' '{activity?.SpanId.ToHexString()}' '{cut}'");
    }
}
