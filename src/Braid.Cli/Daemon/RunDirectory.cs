namespace Braid.Cli.Daemon;

/// <summary>Where a daemon and its clients meet: <c>BRAID_RUNDIR</c>, <c>/run/braid</c> for root, else <c>braid</c> in the user's run-time directory.</summary>
internal static class RunDirectory
{
    /// <summary>The directory of this user's daemon.</summary>
    public static string Own { get; } = Environment.GetEnvironmentVariable("BRAID_RUNDIR") is { Length: > 0 } named ? Path.GetFullPath(named)
        : Environment.IsPrivilegedProcess ? "/run/braid"
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? runtime : Path.Combine(UserHome.Path, ".cache"), "braid");

    /// <summary>The socket on which the daemon takes commands.</summary>
    public static string Socket => Path.Combine(Own, "control.sock");

    /// <summary>The process id of the daemon, a line.</summary>
    public static string Pid => Path.Combine(Own, "daemon.pid");

    /// <summary>What the daemon has to say when nobody listens.</summary>
    public static string Log => Path.Combine(Own, "daemon.log");

    /// <summary>Makes the directory, for its user alone.</summary>
    public static void Create() => Directory.CreateDirectory(Own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
