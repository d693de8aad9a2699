using System.Diagnostics;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace KernelConsumer;

/// <summary>What draining costs without the disk: a ring is filled while nobody reads, then emptied as fast as it goes.</summary>
internal static class DrainCost
{
    private const int Calls = 150_000;

    /// <summary>CPU milliseconds per million events of reading alone, and of reading and transcoding.</summary>
    internal static (double Read, double ReadAndTranscode) Measure(string workload, int rounds)
    {
        var (reading, both) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            reading.Add(Drain(workload, transcode: false));
            both.Add(Drain(workload, transcode: true));
        }

        return (reading.Skip(1).Order().ElementAt(rounds / 2), both.Skip(1).Order().ElementAt(rounds / 2));
    }

    private static double Drain(string workload, bool transcode)
    {
        var mount = TracefsMount.Open();
        var selection = EventSelection.Resolve(new EventCatalogue(mount), ["raw_syscalls:*"], []);
        var plans = new EventPlan?[ushort.MaxValue];
        foreach (var name in selection.Events) plans[selection.Catalogue.Format(name).Id] = PlanBuilder.Build(selection.Catalogue.Format(name)).Plan;
        using var instance = TracefsInstance.Create(mount, "mono", 32 << 20);
        instance.Enable(selection.Catalogue, selection.Events);
        instance.TracingOn = true;
        using (var program = Process.Start(new ProcessStartInfo(workload, [$"{Calls}"]) { RedirectStandardOutput = true })!) program.WaitForExit();
        instance.TracingOn = false;
        using var buffer = instance.OpenCpu(1);
        var events = buffer.ReadStats().Entries;
        var transcoder = new PageTranscoder(plans, 1, instance.SubBufferSize);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        while (buffer.ReadPage(transcoder.Page) is > 0 and var length)
        {
            if (transcode) transcoder.Transcode(length);
        }

        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / events * 1e6;
    }
}
