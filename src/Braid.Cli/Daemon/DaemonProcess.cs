using System.Diagnostics;
using System.Runtime.InteropServices;
using Braid.Cli.Terminal;

namespace Braid.Cli.Daemon;

/// <summary>A daemon that outlives who started it.</summary>
internal static partial class DaemonProcess
{
    /// <summary>Says that commands can come.</summary>
    private const string Ready = "ready";

    private const int ReadWrite = 2, Create = 0x40, Append = 0x400, WriteOnly = 1, OwnerOnly = 0x180;

    /// <summary>Starts a daemon of this user and waits until it takes commands.</summary>
    /// <exception cref="UserError">It ends instead; the message is its own.</exception>
    public static void Spawn()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["daemon", "--background"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start) ?? throw new UserError("the session daemon cannot be started");
        process.StandardInput.Close();
        if (process.StandardOutput.ReadLine() == Ready) return;
        var reason = process.StandardError.ReadToEnd().Trim();
        throw new UserError(reason.Length > 0 ? $"the session daemon has ended: {reason}" : "the session daemon has ended");
    }

    /// <summary>In the daemon: leaves the terminal and the pipes of who started it, after having said that it is ready.</summary>
    public static void Detach()
    {
        Console.Out.WriteLine(Ready);
        Console.Out.Flush();
        _ = SetSession();
        var none = Open("/dev/null", ReadWrite, 0);
        var log = Open(RunDirectory.Log, WriteOnly | Create | Append, OwnerOnly);
        _ = Duplicate(none, 0);
        _ = Duplicate(none, 1);
        _ = Duplicate(log < 0 ? none : log, 2);
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
