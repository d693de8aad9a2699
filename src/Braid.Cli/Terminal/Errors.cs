namespace Braid.Cli.Terminal;

/// <summary>Tells errors of the operating system apart.</summary>
internal static class Errors
{
    private const int EPipe = 32;

    /// <summary>True when nobody reads the pipe any more that was written to.</summary>
    public static bool IsBrokenPipe(IOException e) => (e.HResult & 0xFFFF) == EPipe;
}
