using Braid.Ctf.Schema;
using Braid.Sessions.Recording;

namespace Braid.Sessions.Rings;

/// <summary>
/// Brings the events that a killed recorder had not read to disk, so that the rings of dead programs need not stay in memory
/// until somebody looks.
/// </summary>
internal static class Rescue
{
    /// <summary>
    /// Makes one trace of the files at <paramref name="paths"/> in a new directory of <paramref name="parent"/> and unlinks
    /// them. A file that another reader has taken meanwhile is left to it; when the disk refuses, all are left.
    /// </summary>
    /// <param name="paths">The files of dead programs.</param>
    /// <param name="parent">The directory to make the trace's in.</param>
    /// <param name="warn">Told where the events are, and what could not be read, in one line each.</param>
    /// <returns>How many files were unlinked.</returns>
    public static int Run(IEnumerable<string> paths, string parent, Action<string> warn)
    {
        var programs = new List<CrashedProgram>();
        try
        {
            foreach (var path in paths)
            {
                if (TryOpen(path, warn) is { } program) programs.Add(program);
            }

            if (programs.Count > 0) Extract(programs, parent, warn);
            foreach (var program in programs) program.Remove();
            return programs.Count;
        }
        catch (IOException e)
        {
            warn($"the events that a killed recorder had not read stay in {RingDirectory.Path}, for 'braid crash': {e.Message}");
            return 0;
        }
        finally
        {
            foreach (var program in programs) program.Dispose();
        }
    }

    private static CrashedProgram? TryOpen(string path, Action<string> warn)
    {
        try
        {
            return CrashedProgram.TryOpen(path);
        }
        catch (InvalidDataException e)
        {
            warn(e.Message);
            return null;
        }
    }

    private static void Extract(List<CrashedProgram> programs, string parent, Action<string> warn)
    {
        var name = TraceDirectory.DefaultName("braid-crash", DateTimeOffset.UtcNow);
        using var directory = TraceDirectory.Create(TraceDirectory.Unused(Path.Combine(parent, name)));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var events = 0L;
        foreach (var program in programs)
        {
            events += program.Extract(directory.Path, name, CtfVersion.Ctf18).Events;
            foreach (var fault in program.Faults) warn(fault);
        }

        directory.Keep();
        warn($"{events} events that a killed recorder had not read of {programs.Count} killed program{(programs.Count == 1 ? "" : "s")} are now in {directory.Path}");
    }
}
