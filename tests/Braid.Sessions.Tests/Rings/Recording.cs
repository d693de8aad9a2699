using Braid.Ctf.Metadata;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Tests.Rings;

/// <summary>A recording of the programs with the given ids into a directory that dispose removes.</summary>
internal sealed class Recording : IDisposable
{
    private readonly ClockClass _clock;
    private readonly Thread _thread;
    private volatile bool _stop;
    private volatile Exception? _error;

    public Recording(
        IReadOnlySet<int>? pids, string[]? rules = null, int bufferSize = 4 << 20, bool threadId = true, RingClock clock = RingClock.Monotonic, bool overwrite = false,
        TimeSpan blockingTimeout = default)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("braid-rings-").FullName;
        _clock = new ClockClass { Name = "monotonic" };
        Source = new RingSource(new RingSourceOptions
        {
            CreateTrace = CreateTrace,
            Clocks = _ => _clock,
            Pids = pids,
            Rules = rules ?? ["*"],
            BufferSize = bufferSize,
            ThreadId = threadId,
            Clock = clock,
            Overwrite = overwrite,
            BlockingTimeout = blockingTimeout,
            Warn = Warnings.Add,
        });
        (ThreadId, IsOverwriting) = (threadId, overwrite);
        _thread = new Thread(Run) { IsBackground = true };
    }

    public RingSource Source { get; }

    public string Directory { get; }

    public bool ThreadId { get; }

    public bool IsOverwriting { get; }

    public List<string> Warnings { get; } = [];

    public Dictionary<int, TraceClass> Traces { get; } = [];

    /// <summary>Starts and drains on a thread, as a session does.</summary>
    public Recording Start()
    {
        Source.Start();
        _thread.Start();
        return this;
    }

    /// <summary>Stops the source and drains it wholly.</summary>
    public SourceTotals Stop()
    {
        _stop = true;
        if (_thread.IsAlive) _thread.Join();
        Assert.Null(_error);
        Source.Stop();
        while (Source.Drain(flush: true) > 0)
        {
        }

        return Source.Totals;
    }

    public IReadOnlyList<Event> Read(int pid) => StreamFiles(pid).SelectMany(f => StreamFile.Read(f, Traces[pid], ThreadId)).ToList();

    public string TracePath(int pid) => Path.Combine(Directory, pid.ToString());

    public IEnumerable<string> StreamFiles(int pid) =>
        System.IO.Directory.Exists(TracePath(pid)) ? System.IO.Directory.GetFiles(TracePath(pid), "channel0_*") : [];

    /// <summary>Takes a snapshot of a recording that overwrites and was not started on a thread; its traces are at <see cref="SnapshotPath"/>.</summary>
    public void TakeSnapshot()
    {
        Source.Drain(flush: false);
        Source.TakeSnapshot();
        Snapshots++;
    }

    public int Snapshots { get; private set; }

    public string SnapshotPath(int snapshot, int pid) => Path.Combine(Directory, $"{snapshot}", $"{pid}");

    /// <summary>The streams of a program in a snapshot.</summary>
    public List<List<Packet>> ReadSnapshot(int snapshot, int pid)
    {
        var path = SnapshotPath(snapshot, pid);
        if (!System.IO.Directory.Exists(path)) return [];
        var metadata = MetadataReader.Read(Path.Combine(path, "metadata"));
        return [.. System.IO.Directory.GetFiles(path, "channel0_*").Order().Select(f => StreamFile.ReadPackets(f, metadata, ThreadId))];
    }

    public void Dispose()
    {
        _stop = true;
        if (_thread.IsAlive) _thread.Join();
        Source.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private DomainTrace CreateTrace(TracedProgram program)
    {
        var trace = new TraceClass { Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
        trace.Clocks.Add(_clock);
        trace.Environment.Add(new("domain", "ust"));
        trace.Environment.Add(new("procname", program.Name));
        trace.Streams.Add(RingSource.StreamClass(_clock, ThreadId));
        Traces[program.Pid] = trace;
        var path = IsOverwriting ? SnapshotPath(Snapshots, program.Pid) : TracePath(program.Pid);
        return new DomainTrace(System.IO.Directory.Exists(path) ? $"{path}-2" : path, trace);
    }

    private void Run()
    {
        try
        {
            while (!_stop)
            {
                if (Source.Drain(flush: false) == 0) Thread.Sleep(1);
            }
        }
        catch (Exception e)
        {
            _error = e;
        }
    }
}
