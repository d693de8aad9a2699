using System.Diagnostics;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Clocks;
using Braid.Linux.Ftrace;
using Braid.Sessions;
using Braid.Sessions.Tracefs;

namespace KernelConsumer;

/// <summary>Braid's kernel source with default buffers, in this process: what it spends here is the recorder's time.</summary>
internal static class BraidRecorder
{
    internal static Measurement Run(string workload, int calls)
    {
        var directory = Directory.CreateTempSubdirectory("braid-bench-").FullName;
        try
        {
            var clock = TraceClock.OpenBest();
            var clockClass = new ClockClass
            {
                Name = "clock", Frequency = clock.FrequencyHz, OffsetSeconds = clock.OffsetSeconds, OffsetCycles = clock.OffsetCycles,
            };
            var trace = new TraceClass { Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
            trace.Environment.AddRange(KernelEnvironment.Entries());
            trace.Clocks.Add(clockClass);
            trace.Streams.Add(LttngLayout.StreamClass(clockClass, TracefsSource.EventContext));
            using var domain = new DomainTrace(Path.Combine(directory, "kernel"), trace);
            var mount = TracefsMount.Open();
            var selection = EventSelection.Resolve(new EventCatalogue(mount), ["raw_syscalls:*"], []);
            using var source = new TracefsSource(mount, selection, new TracefsOptions { Clock = clock.TracefsName }, domain);
            return Record(source, workload, calls);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Measurement Record(TracefsSource source, string workload, int calls)
    {
        var own = Process.GetCurrentProcess();
        var before = own.TotalProcessorTime;
        source.Start();
        using var program = Process.Start(new ProcessStartInfo(workload, [$"{calls}"]) { RedirectStandardOutput = true })!;
        var exited = program.WaitForExitAsync();
        while (!exited.Wait(10)) source.Drain(flush: false);
        source.Stop();
        while (source.Drain(flush: true) > 0)
        {
        }

        own.Refresh();
        var cpu = own.TotalProcessorTime - before;
        var totals = source.Totals;
        return new(totals.Events, totals.Discarded, totals.Bytes, cpu.TotalMilliseconds);
    }
}
