using System.Collections.Concurrent;
using System.Diagnostics;

namespace Braid.Sessions.Recording;

/// <summary>
/// The thread that moves packets from the sources of a recording into its trace. It alone calls the sources between
/// <see cref="Start"/> and the end of <see cref="Stop"/>; the other members may be called from any thread.
/// </summary>
public sealed class Consumer : IDisposable
{
    /// <summary>How long to wait for new packets when there were none: short at first, so that a burst finds it awake.</summary>
    private static readonly TimeSpan[] s_idle = [.. new[] { 1, 2, 5, 10, 20 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    /// <summary>
    /// How often sub-buffers are taken before they are full: what a killed recorder loses, and how late the totals are.
    /// </summary>
    private static readonly TimeSpan s_flushPeriod = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IEventSource> _sources;
    private readonly Thread _thread;
    private readonly Action? _takeSnapshot;

    /// <summary>What other threads want done on this one, in order; <see cref="Finished"/> ends what comes too late.</summary>
    private readonly ConcurrentQueue<(Action Action, TaskCompletionSource Done)> _requests = new();

    /// <summary>Ends the wait of the thread, which then looks at the requests.</summary>
    private readonly AutoResetEvent _wake = new(initialState: false);
    private volatile bool _stopRequested, _snapshotRequested;

    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Replaced, never changed, by the consumer thread after each round.</summary>
    private volatile SourceTotals[] _totals;

    /// <summary>Makes a consumer of <paramref name="sources"/>, which the caller still owns and disposes of.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="takeSnapshot">Called on the thread for each <see cref="RequestSnapshot"/>, and at the end instead of draining the sources.</param>
    public Consumer(IReadOnlyList<IEventSource> sources, Action? takeSnapshot = null)
    {
        _sources = sources;
        _takeSnapshot = takeSnapshot;
        _totals = new SourceTotals[sources.Count];
        _thread = new Thread(Run) { Name = "braid-consumer", IsBackground = true };
    }

    /// <summary>Totals per source, in the order given to the constructor, as of the last round.</summary>
    public IReadOnlyList<SourceTotals> Totals => _totals;

    /// <summary>
    /// Ends when the consumer has ended: after <see cref="Stop"/>, or with the error that ended it early (a full disk, a
    /// source that failed).
    /// </summary>
    public Task Finished => _finished.Task;

    /// <summary>Starts the sources in order, then the thread.</summary>
    public void Start()
    {
        foreach (var source in _sources) source.Start();
        _thread.Start();
    }

    /// <summary>Asks for a snapshot, at once. One that is asked for before the last one has begun is the same.</summary>
    public void RequestSnapshot()
    {
        _snapshotRequested = true;
        _wake.Set();
    }

    /// <summary>Does <paramref name="action"/> on the thread, between two rounds, where it may call the sources. Returns when it is done.</summary>
    /// <exception cref="Exception">Whatever <paramref name="action"/> throws; or <see cref="InvalidOperationException"/>, when the consumer has ended.</exception>
    public void Invoke(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Enqueue((action, done));
        _wake.Set();
        if (Task.WaitAny(done.Task, Finished) == 1 && !done.Task.IsCompleted) throw new InvalidOperationException("the consumer has ended", Finished.Exception);
        done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Moves all that the sources hold. On the thread of the consumer only.</summary>
    public void DrainAll()
    {
        foreach (var source in _sources) DrainAll(source);
        _totals = [.. _sources.Select(s => s.Totals)];
    }

    /// <summary>Stops the sources, drains all they still hold, and waits for the thread. Errors are in <see cref="Finished"/>.</summary>
    public void Stop()
    {
        _stopRequested = true;
        _wake.Set();
        if (_thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted)) return;
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _wake.Dispose();
    }

    private void Run()
    {
        List<Exception> errors = [];
        try
        {
            DrainUntilStopped();
        }
        catch (Exception e)
        {
            errors.Add(e);
        }

        // A source that fails must not keep the others from being stopped and drained.
        foreach (var source in _sources) Try(source.Stop, errors);
        if (_takeSnapshot is not null) Try(_takeSnapshot, errors);
        else foreach (var source in _sources) Try(() => DrainAll(source), errors);
        _totals = [.. _sources.Select(s => s.Totals)];
        if (errors.Count == 0) _finished.SetResult();
        else _finished.SetException(errors);
    }

    private static void Try(Action action, List<Exception> errors)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            errors.Add(e);
        }
    }

    private static void Do(Action action, TaskCompletionSource done)
    {
        try
        {
            action();
            done.SetResult();
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private static void DrainAll(IEventSource source)
    {
        while (source.Drain(flush: true) > 0)
        {
        }
    }

    private void DrainUntilStopped()
    {
        var idleRounds = 0;
        var sinceFlush = Stopwatch.StartNew();
        while (true)
        {
            if (idleRounds > 0) _wake.WaitOne(s_idle[Math.Min(idleRounds, s_idle.Length) - 1]);
            if (_stopRequested) return;
            while (_requests.TryDequeue(out var request)) Do(request.Action, request.Done);
            if (_snapshotRequested)
            {
                _snapshotRequested = false; // first: what is asked for while it is taken is another one
                _takeSnapshot!();
            }

            var flush = sinceFlush.Elapsed >= s_flushPeriod;
            if (flush) sinceFlush.Restart();
            var moved = 0;
            foreach (var source in _sources) moved += source.Drain(flush);
            _totals = [.. _sources.Select(s => s.Totals)];
            idleRounds = moved > 0 ? 0 : idleRounds + 1;
        }
    }
}
