using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Braid.Cli.Terminal;
using Braid.Sessions.Recording;

namespace Braid.Cli.Verbs;

/// <summary>
/// Runs a recording until its command ends, its time is up, the user presses Ctrl-C, or it fails; then reports. The caller
/// owns the session.
/// </summary>
internal sealed class RecordingRun(RecordingSession session, StatusLine status)
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The program to run and its arguments; empty for none.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>How long to record at most; null for no limit.</summary>
    public required TimeSpan? Duration { get; init; }

    /// <summary>Whether events stay in memory until SIGUSR1 or the end.</summary>
    public bool IsSnapshot { get; init; }

    /// <summary>Records, and returns the exit status for the whole program.</summary>
    public int Execute()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        using var user = IsSnapshot ? PosixSignalRegistration.Create((PosixSignal)Signals.SigUsr1, OnSnapshotSignal) : null;

        session.Start();
        if (IsSnapshot) status.Print($"The latest events are kept in memory; kill -USR1 {Environment.ProcessId} takes a snapshot");
        using var child = StartCommand();
        WaitForEnd(child);
        var exitStatus = 0;
        try
        {
            Report(session.Stop());
        }
        finally
        {
            // A recording that failed does not leave its command running.
            if (child is not null) exitStatus = EndCommand(child);
        }

        return exitStatus;
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _interrupted.TrySetResult();
    }

    private void OnSnapshotSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        session.RequestSnapshot();
    }

    private Process? StartCommand()
    {
        if (Command.Count == 0) return null;
        var start = new ProcessStartInfo(Command[0], Command.Skip(1)) { UseShellExecute = false };
        foreach (var (name, value) in session.CommandEnvironment) start.Environment[name] = value;
        try
        {
            return Process.Start(start) ?? throw new UserError($"{Command[0]}: cannot be started");
        }
        catch (Win32Exception e)
        {
            throw new UserError($"{Command[0]}: {new Win32Exception(e.NativeErrorCode).Message}");
        }
    }

    private void WaitForEnd(Process? child)
    {
        List<Task> ends = [_interrupted.Task, session.Finished];
        if (child is not null) ends.Add(child.WaitForExitAsync());
        if (Duration is { } duration) ends.Add(Task.Delay(duration));
        var end = Task.WhenAny(ends);
        var (events, at) = (0L, session.Elapsed);
        while (!end.Wait(s_refresh))
        {
            var (totals, now) = (session.Totals, session.Elapsed);
            var rate = (totals.Events - events) / (now - at).TotalSeconds;
            (events, at) = (totals.Events, now);
            if (IsSnapshot) status.Show($"{now.TotalSeconds:0.0} s  {Parsing.Count(totals.Events)} events in snapshots  {Parsing.Count(totals.Discarded)} lost");
            else status.Show($"{now.TotalSeconds:0.0} s  {Parsing.Rate(rate)} events/s  {Parsing.Bytes(totals.Bytes)}  {Parsing.Count(totals.Discarded)} lost");
        }
    }

    /// <summary>The recording is over: a command that still runs (time up, Ctrl-C) is asked to end, as perf does.</summary>
    private static int EndCommand(Process child)
    {
        if (!child.HasExited) Signals.Terminate(child.Id);
        child.WaitForExit();
        return child.ExitCode;
    }

    private void Report(bool anything)
    {
        foreach (var (domain, totals) in session.Domains)
        {
            status.Print($"{domain,-7} {Parsing.Count(totals.Events),14} events  {Parsing.Bytes(totals.Bytes),9}  {Parsing.Count(totals.Discarded)} lost{(IsSnapshot ? $"  {Parsing.Count(totals.Overwritten)} overwritten" : "")}");
        }

        if (!anything) status.Print("Nothing was recorded: no program with such tracepoints ran; see 'braid list --userspace'");
        else status.Print($"Recorded {session.Elapsed.TotalSeconds:0.0} s into {session.Directory}");
    }
}
