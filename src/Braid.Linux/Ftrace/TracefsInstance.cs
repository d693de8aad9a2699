using System.Globalization;
using Braid.Linux.Interop;
using Braid.Linux.Processes;

namespace Braid.Linux.Ftrace;

/// <summary>
/// One tracing instance: its own ring buffers, event switches, clock and pid filter, seen by nobody else. It is made switched
/// off, and disposing it removes it. Not thread-safe.
/// </summary>
public sealed class TracefsInstance : IDisposable
{
    private readonly TracefsMount _mount;

    /// <summary>False once the directory is gone.</summary>
    private bool _exists = true;

    private TracefsInstance(TracefsMount mount, string name)
    {
        _mount = mount;
        Name = name;
        Path = $"{mount.Instances}/{name}";
    }

    /// <summary>The name of the directory.</summary>
    public string Name { get; }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Bytes of a sub-buffer: what one read of a <see cref="CpuBuffer"/> returns at most.</summary>
    public int SubBufferSize { get; private set; }

    /// <summary>
    /// Makes an instance with tracing off. When it is full it keeps the old events and counts new ones as dropped, or the
    /// other way round.
    /// </summary>
    /// <param name="mount">Where tracefs is.</param>
    /// <param name="clock">The trace clock, for example <c>mono</c> or <c>x86-tsc</c>.</param>
    /// <param name="bufferBytes">Bytes of ring buffer per CPU.</param>
    /// <param name="subBufferBytes">Wanted sub-buffer size; kernels before 6.8 have one page and no choice.</param>
    /// <param name="overwrite">New events replace the oldest, which are counted as overrun.</param>
    /// <exception cref="KernelException">The kernel refused; nothing is left behind.</exception>
    public static TracefsInstance Create(TracefsMount mount, string clock, long bufferBytes, int subBufferBytes = 64 << 10, bool overwrite = false)
    {
        var instance = new TracefsInstance(mount, InstanceName.Next());
        if (Libc.MakeDirectory(instance.Path, 0x1C0) < 0) KernelFile.Throw("mkdir", instance.Path);
        try
        {
            instance.Configure(clock, bufferBytes, subBufferBytes, overwrite);
            return instance;
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    /// <summary>Switches recording on or off; the events themselves stay enabled and cost the traced program part of their price.</summary>
    public bool TracingOn
    {
        set => Write("tracing_on", value ? "1" : "0");
    }

    /// <summary>Enables the events; whole subsystems are enabled with one write.</summary>
    public void Enable(EventCatalogue catalogue, IEnumerable<EventName> events)
    {
        foreach (var group in events.GroupBy(e => e.Subsystem, StringComparer.Ordinal))
        {
            var wanted = group.ToArray();
            if (wanted.Length == catalogue.InSubsystem(group.Key).Count)
            {
                Write($"events/{group.Key}/enable", "1");
                continue;
            }

            foreach (var name in wanted) Write($"events/{group.Key}/{name.Event}/enable", "1");
        }
    }

    /// <summary>Records of <paramref name="name"/> only what <paramref name="filter"/> lets pass (Documentation/trace/events.rst, 5).</summary>
    /// <exception cref="KernelException">The kernel refused; the message has its own words.</exception>
    public void Filter(EventName name, string filter)
    {
        var file = $"events/{name.Subsystem}/{name.Event}/filter";
        try
        {
            Write(file, filter);
        }
        catch (KernelException e) when (e.Errno == Errno.Invalid)
        {
            // What it has against a filter, the kernel leaves in the last line of the file.
            throw new KernelException(e.Errno, $"write '{filter}' to", $"{Path}/{file}", Read(file).TrimEnd().Split('\n')[^1]);
        }
    }

    /// <summary>Disables all events: the traced programs pay nothing any more.</summary>
    public void DisableAll() => Write("events/enable", "0");

    /// <summary>
    /// Records only what these processes do, with all their threads and what they fork from now on
    /// (set_event_pid, option event-fork).
    /// </summary>
    /// <exception cref="KernelException">A process does not exist.</exception>
    public void TracePids(IEnumerable<int> pids) => ListProcesses(pids, "set_event_pid");

    /// <summary>Records nothing of what these processes do, with all their threads and what they fork from now on (set_event_notrace_pid).</summary>
    /// <exception cref="KernelException">A process does not exist.</exception>
    public void ExcludePids(IEnumerable<int> pids) => ListProcesses(pids, "set_event_notrace_pid");

    /// <summary>Records only what these threads do, not what they fork (set_event_pid).</summary>
    /// <exception cref="KernelException">A thread does not exist.</exception>
    public void TraceThreads(IReadOnlyCollection<int> tids)
    {
        foreach (var tid in tids)
        {
            if (!Directory.Exists($"/proc/{tid}")) throw new KernelException(Errno.NoProcess, "trace thread", $"/proc/{tid}", "give the id of a running thread");
        }

        Write("set_event_pid", string.Join(' ', tids));
    }

    private void ListProcesses(IEnumerable<int> pids, string file)
    {
        Write("options/event-fork", "1");
        var told = new HashSet<int>();
        foreach (var pid in pids)
        {
            // A thread that starts while we list is forked by one listed already, or is in the next listing.
            int[] fresh;
            do
            {
                fresh = [.. ProcessIdentity.Threads(pid).Where(told.Add)];
                if (fresh.Length > 0) Write(file, string.Join(' ', fresh), append: true);
            }
            while (fresh.Length > 0);
            if (!told.Contains(pid)) throw new KernelException(Errno.NoProcess, "trace process", $"/proc/{pid}", "give the id of a running process");
        }
    }

    /// <summary>Opens the ring buffer of <paramref name="cpu"/>; the caller disposes it before the instance.</summary>
    public CpuBuffer OpenCpu(int cpu) => new(Path, cpu, SubBufferSize);

    /// <summary>Writes <paramref name="text"/> to the control file <paramref name="file"/> of the instance.</summary>
    public void Write(string file, string text, bool append = false) => KernelFile.Write($"{Path}/{file}", text, append);

    /// <summary>Reads the control file <paramref name="file"/> of the instance.</summary>
    public string Read(string file) => KernelFile.Read($"{Path}/{file}");

    /// <summary>Stops, disables and removes the instance; what is still in its buffers is gone.</summary>
    /// <exception cref="KernelException">EBUSY: a buffer of it is still open.</exception>
    public void Dispose()
    {
        if (!_exists) return;
        Remove(Path);
        _exists = false;
    }

    internal static void Remove(string path)
    {
        KernelFile.Write($"{path}/tracing_on", "0");
        KernelFile.Write($"{path}/events/enable", "0");
        if (Libc.RemoveDirectory(path) < 0) KernelFile.Throw("rmdir", path, "close its trace_pipe_raw files first");
    }

    private void Configure(string clock, long bufferBytes, int subBufferBytes, bool overwrite)
    {
        TracingOn = false;
        Write("trace_clock", clock);
        Write("options/overwrite", overwrite ? "1" : "0");
        SubBufferSize = ChooseSubBuffer(subBufferBytes);
        Write("buffer_size_kb", Math.Max(bufferBytes >> 10, 2 * SubBufferSize >> 10).ToString(CultureInfo.InvariantCulture));
    }

    private int ChooseSubBuffer(int bytes)
    {
        const string file = "buffer_subbuf_size_kb";
        if (!File.Exists($"{Path}/{file}")) return Environment.SystemPageSize;
        for (; bytes > Environment.SystemPageSize; bytes /= 2)
        {
            try
            {
                Write(file, (bytes >> 10).ToString(CultureInfo.InvariantCulture));
                break;
            }
            catch (KernelException e) when (e.Errno is Errno.Invalid or Errno.NoMemory)
            {
                // Too large for this kernel or its free memory: half of it will do.
            }
        }

        return int.Parse(Read(file), CultureInfo.InvariantCulture) << 10;
    }
}
