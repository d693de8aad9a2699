using Braid.Linux.Ftrace;
using Braid.Linux.Processes;
using Braid.Sessions.State;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// Watches which threads are made as threads and which as processes, in an instance of its own: its buffers can be read
/// to their end at any moment, so that when an event names a thread, the making of that thread has been seen, on whichever
/// CPU. One thread at a time.
/// </summary>
internal sealed class TaskWatch : IDisposable
{
    private const int BufferBytesPerCpu = 256 << 10, SubBufferBytes = 4096;

    private static readonly EventName s_newTask = new("task", "task_newtask");

    private readonly TracefsInstance _instance;
    private readonly EventCatalogue _catalogue;
    private readonly List<(CpuBuffer Buffer, PageTranscoder Reader)> _cpus = [];

    private TaskWatch(TracefsMount mount, EventCatalogue catalogue, LearntEvent newTask, string clock)
    {
        _catalogue = catalogue;
        Processes = new(() => Drain());
        _instance = TracefsInstance.Create(mount, clock, BufferBytesPerCpu, SubBufferBytes);
        try
        {
            foreach (var cpu in Cpus.Online) _cpus.Add((_instance.OpenCpu(cpu), new(newTask, Processes, cpu, _instance.SubBufferSize)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What has been learnt.</summary>
    public TaskProcesses Processes { get; }

    /// <summary>Makes one that is not watching yet; null when this kernel does not tell.</summary>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused; nothing is left behind.</exception>
    public static TaskWatch? TryCreate(TracefsMount mount, EventCatalogue catalogue, string clock) =>
        catalogue.All.Contains(s_newTask) && PlanBuilder.Learn(catalogue.Format(s_newTask)) is { } learnt ? new(mount, catalogue, learnt, clock) : null;

    /// <summary>Begins to watch, and learns of the threads that there are.</summary>
    public void Start()
    {
        _instance.Enable(_catalogue, [s_newTask]);
        _instance.TracingOn = true;
        Processes.LearnAll();
    }

    /// <summary>Learns of what has been made since. To be called often enough that the buffers do not fill up.</summary>
    public void Drain()
    {
        foreach (var (buffer, reader) in _cpus)
        {
            // As many as there are at most: a busy CPU would keep us here.
            for (var i = 0; i <= BufferBytesPerCpu / SubBufferBytes; i++)
            {
                var length = buffer.ReadPage(reader.Page);
                if (length == 0) break;
                reader.Transcode(length);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (buffer, _) in _cpus) buffer.Dispose();
        _instance.Dispose();
    }
}
