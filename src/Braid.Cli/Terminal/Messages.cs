namespace Braid.Cli.Terminal;

/// <summary>Lines on standard error: <c>braid: …</c>, or as LTTng's when braid is called <c>lttng</c>, for scripts that look at them.</summary>
internal static class Messages
{
    /// <summary>Whether braid was started under the name <c>lttng</c>. The runtime's own arguments begin with what it made of that name.</summary>
    public static bool AreLttngs { get; } = Path.GetFileName(File.ReadAllText("/proc/self/cmdline").Split('\0')[0]) == "lttng";

    /// <summary>The name to call in hints.</summary>
    public static string Program => AreLttngs ? "lttng" : "braid";

    /// <summary>Tells why a command failed; the status for the whole program.</summary>
    public static int Error(string line, int status = 1)
    {
        Console.Error.WriteLine(AreLttngs ? $"Error: {line}" : $"braid: {line}");
        return status;
    }

    /// <summary>Tells what was not quite as asked for.</summary>
    public static int Warning(string line, int status = 0)
    {
        Console.Error.WriteLine(AreLttngs ? $"Warning: {line}" : $"braid: {line}");
        return status;
    }
}
