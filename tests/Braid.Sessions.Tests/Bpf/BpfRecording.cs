using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Clocks;
using Braid.Linux.Ftrace;
using Braid.Sessions.Bpf;
using Braid.Sessions.Tests.Tracefs;
using Braid.Sessions.Tracefs;
using StreamReader = Braid.Sessions.Tests.Tracefs.StreamReader;

namespace Braid.Sessions.Tests.Bpf;

/// <summary>System calls recorded through eBPF into a temporary directory; and at the same time through tracefs, when asked for.</summary>
internal sealed class BpfRecording : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("braid-test-").FullName;
    private readonly TracefsSource? _tracefs;
    private readonly DomainTrace? _tracefsTrace;

    internal BpfRecording(string[] syscalls, bool withTracefs = false, ClockKind clock = ClockKind.Monotonic, Func<BpfOptions, BpfOptions>? adjust = null)
    {
        var mount = TracefsMount.Open();
        var selection = EventSelection.Resolve(new EventCatalogue(mount), [], syscalls);
        var options = new BpfOptions { Clock = TraceClock.Open(clock) };
        if (adjust is not null) options = adjust(options);
        Trace = NewTrace("kernel");
        Source = new BpfSource(selection, syscalls, options, Trace);
        Trace.WriteMetadata();
        if (!withTracefs) return;
        _tracefsTrace = NewTrace("tracefs");
        _tracefs = new(mount, selection, new() { Clock = options.Clock.TracefsName, Pids = options.Pids }, _tracefsTrace);
    }

    internal DomainTrace Trace { get; }

    internal BpfSource Source { get; }

    /// <summary>Records while <paramref name="work"/> runs, draining all the time on this thread.</summary>
    internal void Record(Action work)
    {
        _tracefs?.Start();
        Source.Start();
        var worker = Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);
        while (!worker.Wait(1)) DrainBoth(flush: false);
        Finish();
    }

    /// <summary>Records all of <paramref name="work"/> before anything is drained.</summary>
    internal void RecordThenDrain(Action work)
    {
        Source.Start();
        work();
        Finish();
    }

    /// <summary>The event records so far.</summary>
    internal List<ReadEvent> Read() => [.. Trace.Streams.SelectMany(s => StreamReader.Read(s.Path, Trace.Class)).OrderBy(static e => e.Time)];

    /// <summary>Those that tracefs gave of the same calls.</summary>
    internal List<ReadEvent> ReadTracefs() => [.. _tracefsTrace!.Streams.SelectMany(s => StreamReader.Read(s.Path, _tracefsTrace.Class)).OrderBy(static e => e.Time)];

    public void Dispose()
    {
        Source.Dispose();
        _tracefs?.Dispose();
        _tracefsTrace?.Dispose();
        Trace.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private DomainTrace NewTrace(string name)
    {
        var clock = new ClockClass { Name = "monotonic", Uuid = Guid.NewGuid() };
        var trace = new TraceClass { Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
        trace.Environment.AddRange(KernelEnvironment.Entries());
        trace.Clocks.Add(clock);
        trace.Streams.Add(LttngLayout.StreamClass(clock, TracefsSource.EventContext));
        return new(Path.Combine(_directory, name), trace);
    }

    private int DrainBoth(bool flush) => Source.Drain(flush) + (_tracefs?.Drain(flush) ?? 0);

    private void Finish()
    {
        Source.Stop();
        _tracefs?.Stop();
        while (DrainBoth(flush: true) > 0)
        {
        }
    }
}
