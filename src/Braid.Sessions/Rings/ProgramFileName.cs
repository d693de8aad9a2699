using System.Globalization;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>The name of a program's file: <c>braid.UID.PID.TIME</c>.</summary>
internal readonly record struct ProgramFileName(uint Uid, int Pid, ulong Time)
{
    public string Path => $"{RingLayout.Directory}/{RingLayout.ProgramPrefix}{Uid}.{Pid}.{Time}";

    /// <summary>Reads a file name without directory; false for other files.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out ProgramFileName result)
    {
        result = default;
        if (!name.StartsWith(RingLayout.ProgramPrefix)) return false;
        Span<Range> parts = stackalloc Range[5];
        if (name.Split(parts, '.') != 4
            || !uint.TryParse(name[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            || !int.TryParse(name[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            || !ulong.TryParse(name[parts[3]], NumberStyles.None, CultureInfo.InvariantCulture, out var time))
        {
            return false;
        }

        result = new(uid, pid, time);
        return true;
    }

    /// <summary>The program files that are there now.</summary>
    public static IEnumerable<ProgramFileName> List()
    {
        foreach (var path in Directory.EnumerateFiles(RingLayout.Directory, RingLayout.ProgramPrefix + "*"))
        {
            if (TryParse(System.IO.Path.GetFileName(path.AsSpan()), out var name)) yield return name;
        }
    }
}
