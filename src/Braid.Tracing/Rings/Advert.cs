using System.Diagnostics;
using System.Globalization;
using Braid.Rings;

namespace Braid.Tracing.Rings;

/// <summary>
/// A recorder says that it is there with a file <c>/dev/shm/braid-session.UID.PID.N</c> that it keeps locked. A program
/// that starts meanwhile waits for it, so that the first event of a short-lived program is recorded.
/// </summary>
internal static class Advert
{
    private const int DefaultTimeout = 3000;
    private const long PollInterval = 200_000; // ns

    /// <summary>Waits until a recorder has answered, while there is one of this user or of root, and not beyond the time-out.</summary>
    public static unsafe void AwaitRecorder(ProgramControl* control)
    {
        var text = Environment.GetEnvironmentVariable("BRAID_REGISTER_TIMEOUT");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var timeout)) timeout = DefaultTimeout;
        if (timeout == 0 || !IsAnyAlive()) return;
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref control->Answered) == 0 && Stopwatch.GetElapsedTime(start).TotalMilliseconds < timeout)
        {
            Libc.Sleep(PollInterval);
        }
    }

    private static bool IsAnyAlive()
    {
        foreach (var path in Directory.EnumerateFiles(RingLayout.Directory, RingLayout.AdvertPrefix + "*"))
        {
            if (IsAlive(path)) return true;
        }

        return false;
    }

    /// <summary>Whatever the name says, only the owner of the file counts; another user's could make every program wait.</summary>
    private static bool IsAlive(string path)
    {
        var fd = Libc.Open(path, Libc.ReadOnly | Libc.NoFollow | Libc.CloseOnExec, 0);
        if (fd < 0) return false;
        try
        {
            var owner = Libc.Owner(fd);
            return (owner == 0 || owner == Libc.GetEffectiveUid()) && OfdLock.IsHeld(fd, RingLayout.ProgramLock);
        }
        finally
        {
            Libc.Close(fd);
        }
    }
}
