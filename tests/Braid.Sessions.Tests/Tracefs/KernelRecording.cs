using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>A recording of the running kernel into a temporary directory.</summary>
internal sealed class KernelRecording : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("braid-test-").FullName;

    internal KernelRecording(string[] tracepoints, string[] syscalls, Func<TracefsOptions, TracefsOptions>? adjust = null)
        : this(EventSelection.Resolve(new EventCatalogue(TracefsMount.Open()), tracepoints, syscalls), adjust)
    {
    }

    internal KernelRecording(EventSelection selection, Func<TracefsOptions, TracefsOptions>? adjust = null)
    {
        Mount = TracefsMount.Open();
        Selection = selection;
        var options = new TracefsOptions { Clock = "mono" };
        if (adjust is not null) options = adjust(options);
        var clock = new ClockClass { Name = "monotonic", Uuid = Guid.NewGuid() };
        Class = new TraceClass { Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
        Class.Environment.AddRange(KernelEnvironment.Entries());
        Class.Clocks.Add(clock);
        Class.Streams.Add(LttngLayout.StreamClass(clock, TracefsSource.ContextOf(options.Contexts)));
        Trace = new DomainTrace(Path.Combine(_directory, "kernel"), Class);
        try
        {
            Source = new TracefsSource(Mount, Selection, options, Trace);
        }
        catch
        {
            Trace.Dispose();
            Directory.Delete(_directory, recursive: true);
            throw;
        }
    }

    internal TracefsMount Mount { get; }

    internal EventSelection Selection { get; }

    internal TraceClass Class { get; }

    internal DomainTrace Trace { get; }

    internal TracefsSource Source { get; }

    /// <summary>Records while <paramref name="work"/> runs, draining all the time on this thread.</summary>
    internal void Record(Action work)
    {
        Source.Start();
        var worker = Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);
        while (!worker.Wait(1)) Source.Drain(flush: false);
        Finish();
    }

    /// <summary>Records all of <paramref name="work"/> before anything is drained.</summary>
    internal void RecordThenDrain(Action work)
    {
        Source.Start();
        work();
        Finish();
    }

    /// <summary>The directory of the trace, finished: nothing can be recorded any more.</summary>
    internal string FinishedTrace()
    {
        Trace.Dispose();
        return Trace.Path;
    }

    /// <summary>The event records of all streams so far, read back by the schema alone.</summary>
    internal List<ReadEvent> Read() => [.. Trace.Streams.SelectMany(s => StreamReader.Read(s.Path, Class))];

    public void Dispose()
    {
        Source.Dispose();
        Trace.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Finish()
    {
        Source.Stop();
        while (Source.Drain(flush: true) > 0)
        {
        }
    }
}
