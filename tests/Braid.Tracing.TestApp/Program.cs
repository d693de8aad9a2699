using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Sessions;
using Braid.Sessions.Rings;
using Braid.Tracing.TestApp;

// ticks THREADS COUNT | many COUNT | forever PROGRESSFILE THREADS [PAUSE] | exec | kinds | shapes | contexts | twice | random SEED COUNT | brackets COUNT | once | wait | record PID [blocking] | record-into DIR BUFFERSIZE | snapshot-into DIR BUFFERSIZE: for tests that start programs.
switch (args[0])
{
    case "ticks":
        Ticks(int.Parse(args[1]), long.Parse(args[2]));
        break;
    case "forever":
        Forever(args[1], int.Parse(args[2]), args.Length > 3 ? int.Parse(args[3]) : 300);
        break;
    case "kinds":
        Kinds.Emit();
        break;
    case "shapes":
        Shapes.Emit();
        break;
    case "contexts":
        await Contextual.Emit();
        break;
    case "twice":
        Twice.Emit();
        break;
    case "random":
        RandomKinds.Emit(int.Parse(args[1]), int.Parse(args[2]));
        break;
    case "brackets":
        Brackets(int.Parse(args[1]));
        break;
    case "once":
        AppTrace.Tick(0, 0);
        break;
    case "many":
        for (var i = 0; i < int.Parse(args[1]); i++) _ = new Braid.Tracing.Tracepoint("many", $"event{i}");
        break;
    case "exec":
        AppTrace.Tick(0, 0);
        return Execution.Become("once");
    case "wait":
        AppTrace.Empty();
        Console.WriteLine("ready");
        for (var line = Console.ReadLine(); line is { Length: > 0 }; line = Console.ReadLine())
        {
            Ticks(1, long.Parse(line));
            Console.WriteLine("done");
        }

        break;
    case "record":
        Record(int.Parse(args[1]), isBlocking: args.Length > 2);
        break;
    case "record-into":
        RecordInto(args[1], int.Parse(args[2]), overwrite: false);
        break;
    case "snapshot-into":
        RecordInto(args[1], int.Parse(args[2]), overwrite: true);
        break;
    default:
        return 2;
}

return 0;

static void Ticks(int threads, long count)
{
    var running = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
    {
        for (var i = 0L; i < count; i++) AppTrace.Tick(thread, i);
    })).ToList();
    running.ForEach(t => t.Start());
    running.ForEach(t => t.Join());
}

// Around each write(2) one event before and one after.
static void Brackets(int count)
{
    using var file = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
    ReadOnlySpan<byte> one = [1];
    for (var i = 0; i < count; i++)
    {
        AppTrace.Tick(0, i);
        RandomAccess.Write(file, one, 0);
        AppTrace.Tick(1, i);
    }
}

// Each thread stores the number of events it has committed in the file after each of them.
static unsafe void Forever(string path, int threads, int pause)
{
    using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, threads * 64);
    using var view = file.CreateViewAccessor();
    byte* progress = null;
    view.SafeMemoryMappedViewHandle.AcquirePointer(ref progress);
    AppTrace.Empty();
    var running = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
    {
        var at = (long*)(progress + thread * 64);
        for (var i = 0L; ; i++)
        {
            AppTrace.Tick(thread, i);
            Volatile.Write(ref *at, i + 1);
            for (var until = Stopwatch.GetTimestamp() + pause; Stopwatch.GetTimestamp() < until;)
            {
            }
        }
    })).ToList();
    running.ForEach(t => t.Start());
    running.ForEach(t => t.Join());
}

// Records without ever writing a packet, until it is killed.
static void Record(int pid, bool isBlocking)
{
    var timeout = isBlocking ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
    using var source = new RingSource(new RingSourceOptions { BlockingTimeout = timeout, Pids = new HashSet<int> { pid }, CreateTrace = _ => throw new InvalidOperationException(), Clocks = _ => new() { Name = "monotonic" } });
    source.Start();
    Console.WriteLine("recording");
    Console.ReadLine();
}

// Records each program into DIR/PID, taking open sub-buffers too every few rounds, or takes snapshots into DIR/N/PID one after the other, until it is killed.
static void RecordInto(string directory, int bufferSize, bool overwrite)
{
    var snapshots = 0;
    var clock = new ClockClass { Name = "monotonic" };
    using var source = new RingSource(new RingSourceOptions
    {
        Rules = ["app:tick"],
        BufferSize = bufferSize,
        Overwrite = overwrite,
        Clocks = _ => clock,
        CreateTrace = program =>
        {
            var trace = new TraceClass { Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
            trace.Clocks.Add(clock);
            trace.Streams.Add(RingSource.StreamClass(clock, threadId: true));
            return new DomainTrace(Path.Combine(directory, overwrite ? $"{snapshots}" : "", program.Pid.ToString()), trace);
        },
    });
    source.Start();
    Console.WriteLine("recording");
    for (var round = 0; ; round++)
    {
        if (overwrite && source.TakeSnapshot() > 0) snapshots++;
        if (overwrite) Thread.Sleep(round % 3);
        if (source.Drain(flush: round % 8 == 0) == 0) Thread.Yield();
    }
}
