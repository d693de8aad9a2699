using Braid.Linux.Ftrace;

namespace Braid.Sessions.Recording;

/// <summary>What a recording will cost, estimated from a short one of the same.</summary>
/// <param name="Duration">How long that took.</param>
/// <param name="Domains">What it recorded and lost.</param>
/// <param name="RecorderTime">CPU time that it took in this process.</param>
/// <param name="EventCost">What recording a kernel event costs the program, in nanoseconds; null when there are none or it cannot be measured.</param>
public sealed record RecordingPlan(TimeSpan Duration, IReadOnlyList<DomainTotals> Domains, TimeSpan RecorderTime, double? EventCost)
{
    private const string Kernel = "kernel";

    /// <summary>CPU time that the kernel takes to record its events, as a share of one CPU; 0 when it is not known.</summary>
    public double KernelShare
    {
        get
        {
            var events = Domains.Where(static d => d.Domain == Kernel).Sum(static d => d.Totals.Events + d.Totals.Discarded);
            return (EventCost ?? 0) * 1e-9 * events / Duration.TotalSeconds;
        }
    }

    /// <summary>CPU time of the recorder, as a share of one CPU.</summary>
    public double RecorderShare => RecorderTime / Duration;

    /// <summary>Records for <paramref name="duration"/> into a temporary directory, which is removed.</summary>
    /// <param name="options">What is to be recorded; where to does not matter.</param>
    /// <param name="duration">Long enough for what the machine does to be typical.</param>
    /// <param name="warn">See <see cref="RecordingSession.Create"/>.</param>
    /// <exception cref="RecordingException">See <see cref="RecordingSession.Create"/>.</exception>
    /// <exception cref="IOException">The temporary directory or a kernel interface refused.</exception>
    public static RecordingPlan Probe(RecordingOptions options, TimeSpan duration, Action<string> warn)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("braid-plan-").FullName;
        try
        {
            // The state dump is made once, however long a recording is.
            using var session = RecordingSession.Create(options with { Directory = Path.Combine(directory, "trace"), Snapshots = null, StateDump = false }, warn);
            var before = Environment.CpuUsage.TotalTime;
            session.Start();
            Task.WhenAny(session.Finished).Wait(duration);
            session.Stop();
            var time = Environment.CpuUsage.TotalTime - before;
            var isKernel = session.Domains.Any(static d => d.Domain == Kernel);
            return new(session.Elapsed, session.Domains, time, isKernel ? MeasureEvent(session.KernelClock) : null);
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    private static double? MeasureEvent(string clock)
    {
        var mount = TracefsMount.Open();
        return Linux.Ftrace.EventCost.Measure(mount, new EventCatalogue(mount), clock);
    }
}
