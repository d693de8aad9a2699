using System.Collections.Concurrent;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>
/// A thread that attaches to programs as they start, which wait for it. What it has attached to, and the reasons for what
/// it has not, are taken from queues by the thread that drains.
/// </summary>
internal sealed unsafe class ProgramWatcher : IDisposable
{
    private const int CloseOnExec = 0x80000, NonBlock = 0x800;
    private const uint MovedTo = 0x80;

    /// <summary>Without inotify (its instances are limited per user) the directory is read this often.</summary>
    private const int PollMilliseconds = 5;

    /// <summary>For root: how often containers are looked for.</summary>
    private const int MountsMilliseconds = 500;

    private readonly RingSourceOptions _options;
    /// <summary>Read for each program as it is attached; the source looks again at those that were attached meanwhile.</summary>
    private volatile ProgramRules _rules;
    private readonly int _inotify;
    private readonly int _stop;
    private readonly Thread _thread;
    private readonly bool _isRoot = RingNative.GetEffectiveUid() == 0;

    /// <summary>Of containers. Owned as <see cref="_seen"/>.</summary>
    private readonly SharedMemoryMounts _mounts = new();

    /// <summary>What was found there last, and when. Owned as <see cref="_seen"/>.</summary>
    private (IReadOnlyList<string> Paths, long At) _containers = ([], long.MinValue / 2);

    /// <summary>What has been looked at. Owned by whoever runs <see cref="Scan"/>: the constructor, then the thread.</summary>
    private readonly HashSet<ProgramFileName> _seen;

    /// <summary>Attached, but its state is not read: that can wait, the programs not. Owned as <see cref="_seen"/>.</summary>
    private readonly Queue<AttachedProgram> _unread = new();

    /// <summary>Attaches to the programs that are there, and from then on to new ones. <paramref name="known"/> are left alone.</summary>
    public ProgramWatcher(RingSourceOptions options, ProgramRules rules, IEnumerable<ProgramFileName> known)
    {
        _options = options;
        _rules = rules;
        _seen = [.. known];
        _inotify = RingNative.InotifyInit(CloseOnExec | NonBlock);
        if (_inotify >= 0 && RingNative.InotifyAddWatch(_inotify, RingLayout.Directory, MovedTo) < 0)
        {
            _inotify = Close(_inotify);
        }

        _stop = RingNative.EventFd(0, CloseOnExec);
        if (_stop < 0) throw RingNative.Error("eventfd");
        Scan(); // after the watch is set: what starts meanwhile is seen by one of the two
        _thread = new Thread(Run) { IsBackground = true, Name = "braid attach" };
        _thread.Start();
    }

    public ConcurrentQueue<AttachedProgram> Attached { get; } = new();

    /// <summary>What programs are told that start from now on.</summary>
    public ProgramRules Rules
    {
        set => _rules = value;
    }

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void Dispose()
    {
        var one = 1UL;
        RingNative.Write(_stop, (byte*)&one, sizeof(ulong));
        _thread.Join();
        Close(_stop);
        _mounts.Dispose();
        if (_inotify >= 0) Close(_inotify);
    }

    private static int Close(int fd)
    {
        new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: true).Dispose();
        return -1;
    }

    private void Run()
    {
        var buffer = stackalloc byte[4096];
        var fds = stackalloc RingNative.PollFd[2];
        fds[0] = new() { Fd = _stop, Events = RingNative.PollFd.In };
        fds[1] = new() { Fd = _inotify, Events = RingNative.PollFd.In };
        while (true)
        {
            ReadStates();
            RingNative.Poll(fds, 2, _inotify < 0 ? PollMilliseconds : _isRoot ? MountsMilliseconds : -1);
            if (fds[0].Returned != 0) return;

            // Which names moved does not matter: the directory is small, and reading it also makes up for an overflow.
            while (_inotify >= 0 && RingNative.Read(_inotify, buffer, 4096) > 0)
            {
            }

            Scan();
        }
    }

    private void ReadStates()
    {
        while (_unread.TryDequeue(out var program))
        {
            try
            {
                program.ReadState(Warnings.Enqueue);
            }
            catch (Exception e)
            {
                Warnings.Enqueue($"program {program.Program.Pid}: no state dump: {e.Message}"); // as below
            }
        }
    }

    private void Scan()
    {
        try
        {
            var present = new HashSet<ProgramFileName>();
            var now = Environment.TickCount64;
            if (_isRoot && now - _containers.At >= MountsMilliseconds) _containers = (_mounts.Find(), now);
            foreach (var name in ProgramFileName.List().Concat(_containers.Paths.SelectMany(ProgramFileName.List)))
            {
                present.Add(name);
                if (!_seen.Add(name) || (!_isRoot && name.Uid != RingNative.GetEffectiveUid())) continue;
                var program = AttachedProgram.TryAttach(name, _options, _rules, out var reason);
                if (program != null)
                {
                    Attached.Enqueue(program);
                    _unread.Enqueue(program);
                }

                if (reason != null) Warnings.Enqueue(reason);
            }

            _seen.IntersectWith(present);
        }
        catch (Exception e)
        {
            // An exception would end the recorder from a thread that nobody waits for; it is told instead.
            Warnings.Enqueue($"{RingLayout.Directory}: {e.Message}");
        }
    }
}
