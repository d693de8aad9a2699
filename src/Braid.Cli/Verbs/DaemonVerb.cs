using System.CommandLine;
using System.Globalization;
using Braid.Cli.Daemon;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs;

/// <summary><c>braid daemon</c>: holds the sessions of a user; the first verb that needs it starts it in the background.</summary>
internal static class DaemonVerb
{
    private static readonly Option<bool> s_background = new("--background", "-b") { Description = "Leave the terminal once commands can come; messages go to daemon.log in the run directory." };

    public static Command Create()
    {
        var verb = new Command("daemon", "Hold recording sessions for create, enable-event, start and the other verbs, which start it when it is not there.") { s_background };
        verb.SetAction(static (arguments, _) => RunAsync(arguments.GetValue(s_background)));
        return verb;
    }

    private static async Task<int> RunAsync(bool inBackground)
    {
        RunDirectory.Create();
        await using var single = TakeLock();
        File.Delete(RunDirectory.Socket); // of a daemon that was killed: the lock is ours
        using var interruption = new Interruption();
        using var sessions = new SessionRegistry(static () => new SessionRecorder(Warn));
        await using (var server = new ControlServer(sessions))
        {
            await server.StartAsync(RunDirectory.Socket);
            await File.WriteAllTextAsync(RunDirectory.Pid, $"{Environment.ProcessId}\n");
            if (inBackground) DaemonProcess.Detach();
            else Console.Error.WriteLine($"braid: taking commands on {RunDirectory.Socket}");
            try
            {
                await Task.Delay(Timeout.Infinite, interruption.Token);
            }
            catch (OperationCanceledException)
            {
                // Asked to end: sessions are ended in order, and their traces are whole.
            }
        }

        File.Delete(RunDirectory.Socket);
        File.Delete(RunDirectory.Pid);
        return 0;
    }

    /// <summary>One daemon per run directory; the kernel drops the lock however it ends.</summary>
    private static FileStream TakeLock()
    {
        var path = Path.Combine(RunDirectory.Own, "daemon.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UserError($"{path}: a session daemon is running");
        }
    }

    private static void Warn(string warning) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:O} {warning}"));
}
