using System.Globalization;
using Braid.Rings;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Rings;

/// <summary>
/// The file <c>/dev/shm/braid-session.UID.PID.N</c>, locked while a recording runs: programs that start meanwhile wait for
/// the recorder to attach. Readable by all, so that root's is everybody's.
/// </summary>
internal sealed class SessionAdvert : IDisposable
{
    private static int s_count;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    /// <summary>Makes the file.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public SessionAdvert()
    {
        var number = Interlocked.Increment(ref s_count).ToString(CultureInfo.InvariantCulture);
        _path = $"{RingLayout.Directory}/{RingLayout.AdvertPrefix}{RingNative.GetEffectiveUid()}.{Environment.ProcessId}.{number}";
        File.Delete(_path); // of a recorder that had our process id
        _file = RingNative.TryOpen(_path, RingNative.ReadWrite | RingNative.Create | RingNative.Exclusive, 0x1A4 /* 0644 */)
            ?? throw RingNative.Error($"open {_path}");
        OfdLock.TryTake(_file.Fd(), RingLayout.ProgramLock);
    }

    public void Dispose()
    {
        if (_file.IsClosed) return;
        File.Delete(_path);
        _file.Dispose();
    }
}
