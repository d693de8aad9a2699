using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Braid.Cli.Terminal;

namespace Braid.Cli.Counting;

/// <summary>
/// A command that waits, as a process, until counters are attached to it: a shell stops itself, and when it may go on, becomes
/// the command by exec, at which the counters begin. Dispose it.
/// </summary>
internal sealed partial class StoppedCommand : IDisposable
{
    private readonly Process _process;

    private StoppedCommand(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>Starts the shell, and returns when it has stopped.</summary>
    /// <exception cref="UserError">There is no such program.</exception>
    public static StoppedCommand Start(IReadOnlyList<string> command)
    {
        if (!IsProgram(command[0])) throw new UserError($"{command[0]}: {new Win32Exception(2).Message}");
        var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "kill -STOP $$; exec \"$@\"", "sh", .. command]) { UseShellExecute = false })!;
        WaitForStop(process.Id);
        return new(process);
    }

    public void Continue() => Signals.Continue(Pid);

    /// <summary>Waits for its end; asks it to end when <paramref name="terminate"/> is done first.</summary>
    /// <returns>Its exit status.</returns>
    public int Wait(Task terminate)
    {
        if (Task.WaitAny(_process.WaitForExitAsync(), terminate) == 1) Signals.Terminate(Pid);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // It may still be stopped: a signal that it does not see would keep it.
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static bool IsProgram(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) return IsExecutable(name);
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => IsExecutable(Path.Combine(directory, name)));
    }

    private static bool IsExecutable(string path)
    {
        const int execute = 1; // X_OK
        return File.Exists(path) && Access(path, execute) == 0;
    }

    /// <summary>Waits until the child has stopped itself, or ended; that it has ended is left for the runtime to learn.</summary>
    private static unsafe void WaitForStop(int pid)
    {
        const int byPid = 1, stopped = 2, exited = 4, leave = 0x1000000, interrupted = 4;
        var information = stackalloc byte[128]; // siginfo_t
        while (WaitId(byPid, pid, information, stopped | exited | leave) < 0 && Marshal.GetLastPInvokeError() == interrupted)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static unsafe partial int WaitId(int kind, int id, byte* information, int options);
}
