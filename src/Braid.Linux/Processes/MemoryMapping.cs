using System.Globalization;

namespace Braid.Linux.Processes;

/// <summary>One line of /proc/PID/maps (proc_pid_maps(5)).</summary>
/// <param name="Start">Its first address.</param>
/// <param name="End">The address after its last.</param>
/// <param name="Protection">Who may do what: VM_READ 1, VM_WRITE 2, VM_EXEC 4, VM_SHARED 8 (include/linux/mm.h).</param>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="Inode">The file; 0 for memory without one.</param>
/// <param name="Path">The file as the process's mount namespace names it, perhaps with <c> (deleted)</c>; else empty or a name such as <c>[heap]</c>.</param>
public readonly record struct MemoryMapping(ulong Start, ulong End, uint Protection, long Offset, ulong Inode, string Path)
{
    /// <summary>Reads what the kernel wrote: <c>START-END PERMISSIONS OFFSET DEVICE INODE    PATH</c>.</summary>
    /// <exception cref="FormatException">It is not such a line.</exception>
    public static MemoryMapping Parse(string line)
    {
        var fields = line.Split(' ', 6);
        var addresses = fields[0].Split('-');
        if (fields.Length < 6 || addresses.Length != 2 || fields[1].Length < 4) throw new FormatException($"/proc/PID/maps: '{line}' is not a mapping");
        var path = fields[5].TrimStart(' ').Replace(@"\012", "\n", StringComparison.Ordinal);
        return new(Hexadecimal(addresses[0]), Hexadecimal(addresses[1]), Bits(fields[1]), (long)Hexadecimal(fields[2]),
            ulong.Parse(fields[4], CultureInfo.InvariantCulture), path);
    }

    /// <summary>Whether its bytes may be executed.</summary>
    public bool IsExecutable => (Protection & 4) != 0;

    private static uint Bits(string permissions) =>
        (permissions[0] == 'r' ? 1u : 0) | (permissions[1] == 'w' ? 2u : 0) | (permissions[2] == 'x' ? 4u : 0) | (permissions[3] == 's' ? 8u : 0);

    private static ulong Hexadecimal(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
