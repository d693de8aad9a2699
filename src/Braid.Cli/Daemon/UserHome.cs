namespace Braid.Cli.Daemon;

/// <summary>The directory in which a user's traces and settings are: <c>LTTNG_HOME</c>, as for LTTng, or <c>HOME</c>.</summary>
internal static class UserHome
{
    /// <summary>An absolute path.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(
        Environment.GetEnvironmentVariable("LTTNG_HOME") is { Length: > 0 } lttng ? lttng : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
}
