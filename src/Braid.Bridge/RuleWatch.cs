using System.Runtime.InteropServices;

namespace Braid.Bridge;

/// <summary>
/// Tells when a recorder may have changed what it wants: it writes that into the program's file with system calls, of which
/// inotify tells. It also writes how far it has read; so what is told is looked at again, at most fifty times a second.
/// </summary>
internal sealed unsafe partial class RuleWatch : IDisposable
{
    private const int CloseOnExec = 0x80000, Interrupted = 4;
    private const uint Modified = 2;
    private const int QuietMilliseconds = 20, PollMilliseconds = 100;

    private readonly Action _changed;
    private readonly ManualResetEvent _stop = new(false);
    private readonly int _inotify;
    private readonly int _file;

    /// <param name="path">The program's file; empty when there is none, and then nothing is ever wanted.</param>
    /// <param name="changed">Called by a thread of the watch, once at the beginning.</param>
    public RuleWatch(string path, Action changed)
    {
        _changed = changed;
        if (path.Length == 0) return;
        _inotify = Initialize(CloseOnExec);
        _file = _inotify < 0 ? -1 : Add(_inotify, path, Modified);
        new Thread(Run) { IsBackground = true, Name = "braid bridge" }.Start();
    }

    /// <summary>The thread may call once more, and then ends.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_file >= 0) Remove(_inotify, _file); // of which it tells, too
    }

    private void Run()
    {
        do
        {
            _changed();
        }
        while (!_stop.WaitOne(_file < 0 ? PollMilliseconds : QuietMilliseconds) && Wait());

        if (_inotify >= 0) Close(_inotify);
    }

    private bool Wait()
    {
        if (_file < 0) return true; // inotify's instances are limited per user
        var buffer = stackalloc byte[4096];
        while (Read(_inotify, buffer, 4096) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted) return false;
        }

        return !_stop.WaitOne(0);
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int Initialize(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Add(int fd, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    private static partial int Remove(int fd, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
