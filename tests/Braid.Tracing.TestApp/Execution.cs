using System.Runtime.InteropServices;

namespace Braid.Tracing.TestApp;

/// <summary>execv(3) of this very program.</summary>
internal static partial class Execution
{
    /// <summary>Goes on as this program with another argument; returns when that is impossible.</summary>
    public static int Become(string argument)
    {
        string[] command = File.ReadAllText("/proc/self/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return Execute(Environment.ProcessPath!, [.. command[..^1], argument, null]);
    }

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
