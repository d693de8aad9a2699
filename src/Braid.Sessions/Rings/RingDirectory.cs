using Braid.Rings;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Rings;

/// <summary>The files by which programs and recorders meet, in /dev/shm. Thread-safe.</summary>
public static class RingDirectory
{
    /// <summary>The running programs that have registered tracepoints: this user's, or for root everybody's. Attaches to none.</summary>
    public static IReadOnlyList<RunningProgram> ListPrograms()
    {
        var programs = new List<RunningProgram>();
        using var mounts = new SharedMemoryMounts();
        var containers = RingNative.GetEffectiveUid() == 0 ? mounts.Find() : [];
        foreach (var name in ProgramFileName.List().Concat(containers.SelectMany(ProgramFileName.List)))
        {
            using var file = RingNative.TryOpen(name.Path, RingNative.ReadOnly);
            if (file == null || !name.IsOfOwner(RingNative.Owner(file)) || !IsAlive(file)) continue;
            using var memory = new ProgramMemory(file, name.Path);
            try
            {
                var reader = new ProgramFileReader(memory, name);
                reader.ReadHeader();
                reader.ReadEvents();
                var isRecorded = OfdLock.IsHeld(file.Fd(), RingLayout.RecorderLock);
                programs.Add(new(reader.Describe(RingClock.CycleCounter), isRecorded, [.. reader.Events]));
            }
            catch (InvalidDataException)
            {
                // Not a program that could be recorded; a recording says why it is left out.
            }
        }

        return programs;
    }

    /// <summary>Where the files are.</summary>
    public const string Path = RingLayout.Directory;

    /// <summary>The files in <paramref name="directory"/> that have a program's name, in the order of their names.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static IReadOnlyList<string> ListFiles(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, RingLayout.ProgramPrefix + "*")
            .Where(static path => ProgramFileName.TryParse(System.IO.Path.GetFileName(path), out _)).Order(StringComparer.Ordinal),
    ];

    /// <summary>How many dead programs' unread events <see cref="Sweep"/> brings to disk at once: enough to find out what went wrong, few enough that a service which crashes again and again does not fill the disk.</summary>
    public const int MaxRescued = 16;

    /// <summary>Where <see cref="Sweep"/> puts unread events: survives a restart of the machine, and everybody may write there.</summary>
    public const string RescueDirectory = "/var/tmp";

    /// <summary>
    /// Unlinks the files of programs and recorders that died without doing so: this user's, or for root everybody's. Events of
    /// an interrupted recording that nobody has read become a trace on disk first, those of the <see cref="MaxRescued"/> latest
    /// programs.
    /// </summary>
    /// <param name="warn">Told, in one line each, where unread events are and how many were removed.</param>
    /// <param name="rescueTo">The directory in which to make that trace's.</param>
    /// <returns>How many files were unlinked.</returns>
    public static int Sweep(Action<string> warn, string rescueTo = RescueDirectory)
    {
        var swept = 0;
        var unread = new List<(ProgramFileName Name, long Events)>();
        foreach (var path in Directory.EnumerateFiles(RingLayout.Directory, "braid*"))
        {
            var name = System.IO.Path.GetFileName(path);
            var isUnnamed = name.EndsWith(RingLayout.UnnamedSuffix, StringComparison.Ordinal);
            var program = isUnnamed ? name[..^RingLayout.UnnamedSuffix.Length] : name;
            var isProgram = ProgramFileName.TryParse(program, out var parsed);
            if (!isProgram && !name.StartsWith(RingLayout.AdvertPrefix, StringComparison.Ordinal)) continue;
            using var file = RingNative.TryOpen(path, RingNative.ReadWrite);
            if (file == null || IsAlive(file) || (isUnnamed && Directory.Exists($"/proc/{parsed.Pid}"))) continue;

            // A recorder that is draining a dead program unlinks the file itself.
            if (isProgram && !OfdLock.TryTake(file.Fd(), RingLayout.RecorderLock)) continue;
            if (isProgram && !isUnnamed && CountUnread(file, path) is > 0 and var events)
            {
                unread.Add((parsed, events));
                continue;
            }

            File.Delete(path);
            swept++;
        }

        return swept + SweepUnread(unread, rescueTo, warn);
    }

    private static int SweepUnread(List<(ProgramFileName Name, long Events)> unread, string rescueTo, Action<string> warn)
    {
        unread.Sort(static (a, b) => b.Name.Time.CompareTo(a.Name.Time));
        var old = unread.Skip(MaxRescued).ToList();
        foreach (var (name, _) in old) File.Delete(name.Path);
        if (old.Count > 0) warn($"{old.Sum(u => u.Events)} unread events of {old.Count} earlier killed program{(old.Count == 1 ? "" : "s")} are removed: those of the {MaxRescued} latest are saved");
        return old.Count + Rescue.Run(unread.Take(MaxRescued).Select(static u => u.Name.Path), rescueTo, warn);
    }

    /// <summary>0 also for a file that is broken.</summary>
    private static long CountUnread(SafeFileHandle file, string path)
    {
        var memory = new ProgramMemory(file, path); // the file stays the caller's
        try
        {
            var reader = new ProgramFileReader(memory);
            reader.ReadHeader();
            return new RingsAtRest(memory, reader.Cpus).CountUnread();
        }
        catch (InvalidDataException)
        {
            return 0; // what cannot be read is no loss to anybody
        }
    }

    private static bool IsAlive(SafeFileHandle file) => OfdLock.IsHeld(file.Fd(), RingLayout.ProgramLock);
}
