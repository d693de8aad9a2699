using System.Diagnostics;
using System.Runtime.InteropServices;
using Braid.Cli.Terminal;
using Braid.Linux.Interop;
using Braid.Linux.Perf;
using Braid.Linux.Processes;

namespace Braid.Cli.Counting;

/// <summary>Counts while a command runs, or until Ctrl-C.</summary>
internal sealed class CountRun(CountRequest request)
{
    /// <summary>ESRCH: the thread has ended meanwhile.</summary>
    private const int NoSuchThread = 3;

    private static readonly string[] s_usual =
        ["task-clock", "context-switches", "cpu-migrations", "page-faults", "minor-faults", "major-faults", "cycles", "instructions", "branches", "branch-misses"];

    private readonly Count[] _counts = [.. (request.Events.Count > 0 ? request.Events : s_usual).Select(Find)];
    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The exit status of the command; 0 without one.</summary>
    public int ExitStatus { get; private set; }

    /// <summary>Why some counts are of user space alone, or not there; null when all is as it was asked for.</summary>
    public string? Shortage { get; private set; }

    public Counts Execute()
    {
        // The terminal sends Ctrl-C to the command as well: its end is awaited.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, request.Command.Count == 0));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, true));
        var before = ChildUsage.Now;
        var (elapsed, runs) = (TimeSpan.Zero, 0);
        do
        {
            elapsed += RunOnce();
            runs++;
        }
        while (runs < request.Repeat && !_interrupted.Task.IsCompleted);

        var usage = ChildUsage.Now - before;
        return new()
        {
            Events = _counts,
            Subject = request.Subject,
            Runs = runs,
            Elapsed = elapsed.TotalSeconds / runs,
            Times = request.Command.Count > 0 ? (usage.User.TotalSeconds / runs, usage.Kernel.TotalSeconds / runs) : null,
        };
    }

    private TimeSpan RunOnce()
    {
        using var command = request.Command.Count > 0 ? StoppedCommand.Start(request.Command) : null;
        var onExec = !request.AllCpus && request.Pids.Count == 0;
        List<List<PerfCounter>> counters = [];
        try
        {
            foreach (var count in _counts) counters.Add(Open(count, command?.Pid, onExec));
            if (!onExec) foreach (var counter in counters.SelectMany(static c => c)) counter.Enable();
            var watch = Stopwatch.StartNew();
            command?.Continue();
            if (command is not null) ExitStatus = command.Wait(_interrupted.Task);
            else WaitForProcesses();
            var elapsed = watch.Elapsed;
            foreach (var counter in counters.SelectMany(static c => c)) counter.Disable();
            foreach (var (count, opened) in _counts.Zip(counters))
            {
                if (opened.Count > 0) count.Add(opened.Aggregate(default(CounterValue), static (sum, counter) => sum + counter.Read()));
            }

            return elapsed;
        }
        finally
        {
            foreach (var counter in counters.SelectMany(static c => c)) counter.Dispose();
        }
    }

    /// <summary>Opens an event for everything that is counted; an empty list when it cannot be had.</summary>
    private List<PerfCounter> Open(Count count, int? command, bool onExec)
    {
        var counters = new List<PerfCounter>();
        if (count.State != CountState.Counted) return counters;
        IEnumerable<(int Pid, int Cpu)> targets = request.AllCpus ? Cpus.Online.Select(static cpu => (-1, cpu))
            : request.Pids.Count > 0 ? request.Pids.SelectMany(ProcessIdentity.Threads).Select(static tid => (tid, -1)) : [(command!.Value, -1)];
        foreach (var (pid, cpu) in targets)
        {
            var counter = PerfCounter.TryOpen(count.Event, pid, cpu, onExec, out var errno);
            if (counter is null && PerfCounter.IsForbidden(errno) && !request.AllCpus && count.Event is { UserOnly: false, KernelOnly: false, IsOfKernel: false })
            {
                var narrowed = count.Event with { UserOnly = true, Name = $"{count.Event.Name}:u" };
                counter = PerfCounter.TryOpen(narrowed, pid, cpu, onExec, out errno);
                if (counter is not null)
                {
                    count.Event = narrowed;
                    TellShortage();
                }
            }

            if (counter is not null) counters.Add(counter);
            else if (errno != NoSuchThread) return Refuse(count, errno, counters);
        }

        return counters;
    }

    private List<PerfCounter> Refuse(Count count, int errno, List<PerfCounter> opened)
    {
        foreach (var counter in opened) counter.Dispose();
        if (PerfCounter.IsForbidden(errno) && request.AllCpus)
            throw new UserError($"--all-cpus: {Errno.Describe(errno)}: what others do may be counted by root, with CAP_PERFMON, or when kernel.perf_event_paranoid is 0 or less");
        if (PerfCounter.IsForbidden(errno)) TellShortage();
        else if (!PerfCounter.IsUnsupported(errno)) throw new UserError($"{count.Event.Name}: perf_event_open: {Errno.Describe(errno)}");
        count.State = PerfCounter.IsForbidden(errno) ? CountState.NotPermitted : CountState.NotSupported;
        return [];
    }

    private void TellShortage() =>
        Shortage = $"kernel.perf_event_paranoid is {File.ReadAllText("/proc/sys/kernel/perf_event_paranoid").Trim()}: this user may count user space only (:u), not the kernel; root, or CAP_PERFMON, may count both, context switches and migrations too";

    private void WaitForProcesses()
    {
        while (!_interrupted.Task.Wait(TimeSpan.FromMilliseconds(50)))
        {
            if (request.Pids.Count > 0 && !request.Pids.Any(static pid => Directory.Exists($"/proc/{pid}"))) return;
        }
    }

    private void Take(PosixSignalContext context, bool ends)
    {
        context.Cancel = true;
        if (ends) _interrupted.TrySetResult();
    }

    private static Count Find(string name)
    {
        try
        {
            return new(CounterEvent.Find(name) ?? throw new UserError($"--event: '{name}' is no counter: see perf-list(1) for the names, such as {string.Join(", ", s_usual)}, or sched:sched_switch"));
        }
        catch (KernelException e)
        {
            throw new UserError($"--event {name}: {e.Message}");
        }
    }
}
