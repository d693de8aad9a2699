using System.Globalization;

namespace Braid.Linux.Processes;

/// <summary>One line of /proc/PID/maps (proc_pid_maps(5)).</summary>
/// <param name="Start">Its first address.</param>
/// <param name="End">The address after its last.</param>
/// <param name="IsExecutable">Whether its bytes may be executed.</param>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="Inode">The file; 0 for memory without one.</param>
/// <param name="Path">The file as the process's mount namespace names it, perhaps with <c> (deleted)</c>; else empty or a name such as <c>[heap]</c>.</param>
public readonly record struct MemoryMapping(ulong Start, ulong End, bool IsExecutable, long Offset, ulong Inode, string Path)
{
    /// <summary>Reads what the kernel wrote: <c>START-END PERMISSIONS OFFSET DEVICE INODE    PATH</c>.</summary>
    /// <exception cref="FormatException">It is not such a line.</exception>
    public static MemoryMapping Parse(string line)
    {
        var fields = line.Split(' ', 6);
        var addresses = fields[0].Split('-');
        if (fields.Length < 6 || addresses.Length != 2 || fields[1].Length < 3) throw new FormatException($"/proc/PID/maps: '{line}' is not a mapping");
        var path = fields[5].TrimStart(' ').Replace(@"\012", "\n", StringComparison.Ordinal);
        return new(Hexadecimal(addresses[0]), Hexadecimal(addresses[1]), fields[1][2] == 'x', (long)Hexadecimal(fields[2]),
            ulong.Parse(fields[4], CultureInfo.InvariantCulture), path);
    }

    private static ulong Hexadecimal(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
