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
        foreach (var name in ProgramFileName.List())
        {
            using var file = RingNative.TryOpen(name.Path, RingNative.ReadOnly);
            if (file == null || RingNative.Owner(file) != name.Uid || !IsAlive(file)) continue;
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

    /// <summary>Unlinks the files of programs and recorders that died without doing so: this user's, or for root everybody's.</summary>
    /// <returns>How many files were unlinked.</returns>
    public static int Sweep()
    {
        var swept = 0;
        foreach (var path in Directory.EnumerateFiles(RingLayout.Directory, "braid*"))
        {
            var name = Path.GetFileName(path);
            var isUnnamed = name.EndsWith(RingLayout.UnnamedSuffix, StringComparison.Ordinal);
            var program = isUnnamed ? name[..^RingLayout.UnnamedSuffix.Length] : name;
            var isProgram = ProgramFileName.TryParse(program, out var parsed);
            if (!isProgram && !name.StartsWith(RingLayout.AdvertPrefix, StringComparison.Ordinal)) continue;
            using var file = RingNative.TryOpen(path, RingNative.ReadWrite);
            if (file == null || IsAlive(file) || (isUnnamed && Directory.Exists($"/proc/{parsed.Pid}"))) continue;

            // A recorder that is draining a dead program unlinks the file itself.
            if (isProgram && !OfdLock.TryTake(file.Fd(), RingLayout.RecorderLock)) continue;
            File.Delete(path);
            swept++;
        }

        return swept;
    }

    private static bool IsAlive(SafeFileHandle file) => OfdLock.IsHeld(file.Fd(), RingLayout.ProgramLock);
}
