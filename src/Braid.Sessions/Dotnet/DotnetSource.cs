using System.Collections.Concurrent;
using System.Diagnostics;
using Braid.DotNet.Diagnostics;
using Braid.Sessions.Clocks;

namespace Braid.Sessions.Dotnet;

/// <summary>
/// The <c>dotnet</c> domain: what runtimes, frameworks and programs tell through EventPipe, each process into its own trace.
/// Processes that run are attached to by <see cref="Start"/>, those that start later by a thread that looks for them, or, when
/// they are started for the recording, by the port to which they connect before they run.
/// </summary>
internal sealed class DotnetSource : IEventSource
{
    /// <summary>How long a process may take to send the rest of its buffer.</summary>
    private static readonly TimeSpan s_longestStop = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_lookPeriod = TimeSpan.FromMilliseconds(500);

    private readonly DotnetSourceOptions _options;
    private readonly TracingOptions _tracing;
    private readonly SessionTime _time;
    private readonly DiagnosticPort? _port;
    private readonly ConcurrentQueue<(DotnetProgram Program, TracingSession Session)> _attached = new();
    private readonly ManualResetEventSlim _isStopping = new();
    private readonly AutoResetEvent _arrived = new(false);
    private readonly List<AttachedDotnet> _programs = [];

    /// <summary>Attaching to processes of the port; each is waited for by <see cref="Stop"/>.</summary>
    private readonly ConcurrentBag<Task> _attaching = [];

    private Thread? _looking;
    private bool _isDisposed;

    /// <summary>What processes that are gone have contributed.</summary>
    private SourceTotals _finished;

    /// <summary>Makes a source that does nothing until <see cref="Start"/>, but for the port of a command.</summary>
    public DotnetSource(DotnetSourceOptions options)
    {
        _options = options;
        _time = new(options.Clock);
        _tracing = new() { Providers = options.Request.Providers, Stacks = options.Request.Stacks, Rundown = options.HasRundown, BufferMegabytes = options.Request.BufferMegabytes };
        if (options.Request.IsForCommand) _port = new(process => _attaching.Add(Task.Run(() => AttachAndResume(process))));
    }

    /// <summary>What a command needs in its environment to be recorded from its start; null when it is not.</summary>
    public KeyValuePair<string, string>? CommandEnvironment =>
        _port is null ? null : new(DiagnosticPort.EnvironmentVariable, _port.EnvironmentValue);

    /// <inheritdoc/>
    public SourceTotals Totals => _programs.Aggregate(_finished, (totals, program) => totals + program.Totals);

    /// <inheritdoc/>
    public void Start()
    {
        if (_options.Pid is { } pid)
        {
            Attach(DotNetProcess.Find(pid));
        }
        else if (_port is null)
        {
            var look = new DotnetProcesses(_options.Request.Name);
            Parallel.ForEach(look.FindNew(), TryAttach);
            _looking = new Thread(() => LookForMore(look)) { IsBackground = true, Name = "braid dotnet look" };
            _looking.Start();
        }

        TakeAttached();
    }

    /// <inheritdoc/>
    public int Drain(bool flush)
    {
        TakeAttached();
        _time.TakeSnapshot();
        var moved = 0;
        for (var i = _programs.Count - 1; i >= 0; i--)
        {
            var program = _programs[i];
            try
            {
                moved += program.Drain(flush);
            }
            catch (InvalidDataException e)
            {
                _options.Warn($"{program.Program.Assembly} ({program.Program.Pid}) is left out from now on: {e.Message}");
                Remove(i);
                continue;
            }

            if (program.IsFinished) Remove(i);
        }

        return moved;
    }

    /// <summary>Ends the sessions, and takes what the processes still send: they would wait for a reader.</summary>
    public void Stop()
    {
        StopLooking();
        TakeAttached();
        foreach (var program in _programs) program.BeginStop();
        var watch = Stopwatch.StartNew();
        while (_programs.Count > 0 && watch.Elapsed < s_longestStop)
        {
            if (Drain(flush: false) == 0 && _programs.Count > 0) _arrived.WaitOne(s_lookPeriod);
        }

        while (_programs.Count > 0)
        {
            _options.Warn($"{_programs[^1].Program.Assembly} ({_programs[^1].Program.Pid}) did not end its stream within {s_longestStop.TotalSeconds:0} s: the rest of it is lost");
            Remove(_programs.Count - 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        StopLooking();
        TakeAttached();
        while (_programs.Count > 0) Remove(_programs.Count - 1);
        _port?.Dispose();
        _arrived.Dispose();
        _isStopping.Dispose();
    }

    private void StopLooking()
    {
        _isStopping.Set();
        _looking?.Join();
        _looking = null;
        Task.WaitAll([.. _attaching]);
    }

    private void LookForMore(DotnetProcesses look)
    {
        while (!_isStopping.Wait(s_lookPeriod))
        {
            try
            {
                foreach (var process in look.FindNew()) TryAttach(process);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // An exception would end the recorder from a thread that nobody waits for; it is told instead.
                _options.Warn($"/proc: {e.Message}");
            }
        }
    }

    private void AttachAndResume(DotNetProcess process)
    {
        TryAttach(process);
        try
        {
            process.Resume();
        }
        catch (DiagnosticsException e)
        {
            _options.Warn(e.Message);
        }
    }

    private void TryAttach(DotNetProcess process)
    {
        try
        {
            Attach(process);
        }
        catch (DiagnosticsException e)
        {
            _options.Warn($"left out: {e.Message}");
        }
    }

    private void Attach(DotNetProcess process)
    {
        var program = DotnetProgram.Of(process, _tracing.Stacks);
        _attached.Enqueue((program, process.Trace(_tracing)));
    }

    private void TakeAttached()
    {
        while (_attached.TryDequeue(out var next))
            _programs.Add(new(next.Program, next.Session, _time, _arrived, _options));
    }

    private void Remove(int index)
    {
        var program = _programs[index];
        _finished += program.Totals;
        _programs.RemoveAt(index);
        program.Dispose();
    }
}
