using Braid.Linux.Processes;
using Braid.Linux.State;

namespace Braid.Sessions.State;

/// <summary>
/// To which process a thread belongs, for events that name threads only. A thread that has been made as a thread is of its
/// maker's process, any other is the first of its own:
/// <code>
/// 4711 makes 4712 with CLONE_VM | CLONE_THREAD | …     4712 -> as 4711
/// 4712 makes 4713 with CLONE_VFORK                     4713 -> 4713
/// </code>
/// What has not been learnt so is asked of /proc; a thread that is gone by then is taken for the first of its process, and
/// counted. One thread at a time.
/// </summary>
/// <param name="catchUp">Calls <see cref="Learn"/> for all threads that have been made until now.</param>
internal sealed class TaskProcesses(Action catchUp)
{
    private const ulong CloneThread = 0x00010000; // include/uapi/linux/sched.h

    /// <summary>Threads remembered; beyond, all are forgotten, for /proc knows those that live.</summary>
    private const int MaximumThreads = 1 << 16;

    /// <summary>For each thread its process, or less than 0 when it is that of the thread of this number negated.</summary>
    private readonly Dictionary<int, int> _processes = [];

    /// <summary>How often a thread was gone before its process could be found.</summary>
    public long Guesses { get; private set; }

    /// <summary>Learns of all threads that there are.</summary>
    public void LearnAll()
    {
        foreach (var pid in ProcessTable.Pids())
        {
            foreach (var tid in ProcessIdentity.Threads(pid)) Remember(tid, pid);
        }
    }

    /// <summary>Learns of a new thread.</summary>
    /// <param name="maker">The thread that made it.</param>
    /// <param name="tid">Its id.</param>
    /// <param name="cloneFlags">How, as clone(2) takes it.</param>
    public void Learn(int maker, int tid, ulong cloneFlags) => Remember(tid, (cloneFlags & CloneThread) == 0 ? tid : -maker);

    /// <summary>The process of a thread.</summary>
    public int Of(int tid)
    {
        if (Find(tid) is { } known) return known;
        catchUp();
        if (Find(tid) is { } learnt) return learnt;
        if (ProcessTable.ProcessOf(tid) is { } alive) return Remember(tid, alive);
        Guesses++;
        return Remember(tid, tid);
    }

    private int? Find(int tid)
    {
        if (!_processes.TryGetValue(tid, out var process)) return null;
        for (var i = 0; process < 0 && i < MaximumThreads; i++)
        {
            // The maker may have ended, and its number may be used again, but not before what it made was learnt of.
            if (!_processes.TryGetValue(-process, out var makers)) return ProcessTable.ProcessOf(tid) is { } alive ? Remember(tid, alive) : null;
            process = makers;
        }

        return _processes[tid] = process;
    }

    private int Remember(int tid, int process)
    {
        if (_processes.Count >= MaximumThreads) _processes.Clear();
        return _processes[tid] = process;
    }
}
