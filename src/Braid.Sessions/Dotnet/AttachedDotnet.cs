using System.Collections.Concurrent;
using Braid.DotNet.Conversion;
using Braid.DotNet.Diagnostics;
using Braid.DotNet.Nettrace;
using Braid.DotNet.Runtime;
using Braid.Sessions.Clocks;

namespace Braid.Sessions.Dotnet;

/// <summary>
/// One .NET process while it is recorded. A thread of its own takes the stream from the socket and nothing else, so that the
/// runtime's buffer empties; the consumer decodes what that thread has taken, and writes the trace.
/// </summary>
internal sealed class AttachedDotnet : IDisposable
{
    private const int PieceSize = 1 << 16;

    /// <summary>64 MB: past that the thread waits, the runtime's buffer fills, and the runtime counts what it loses.</summary>
    private const int MostPieces = 1 << 10;

    private readonly TracingSession _session;
    private readonly NettraceReader _reader;
    private readonly CtfTranscoder _transcoder;

    /// <summary>Null when stacks are not recorded.</summary>
    private readonly MethodRundown? _methods;
    private readonly BlockingCollection<(byte[] Bytes, int Count)> _pieces = new(MostPieces);
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly Thread _thread;
    private readonly SessionTime _time;
    private readonly Action<string> _warn;

    /// <summary>Set when there is something to drain; shared with other programs.</summary>
    private readonly EventWaitHandle _arrived;
    private DomainTrace? _trace;
    private volatile bool _isStopping;

    /// <summary>Written by the reading thread before it ends.</summary>
    private volatile Exception? _fault;

    public AttachedDotnet(DotnetProgram program, TracingSession session, SessionTime time, EventWaitHandle arrived, DotnetSourceOptions options)
    {
        Program = program;
        _session = session;
        _time = time;
        _arrived = arrived;
        _warn = what => options.Warn($"{program.Assembly} ({program.Pid}): {what}");
        _transcoder = new(Open, _warn);
        _methods = options.HasRundown ? new(_transcoder) : null;
        _reader = new((INettraceSink?)_methods ?? _transcoder, $"process {program.Pid}");
        _thread = new Thread(Take) { IsBackground = true, Name = "braid dotnet" };
        _thread.Start();

        CtfOutput Open(TraceStart start)
        {
            _trace = options.CreateTrace(Program, start);
            return new(_trace.Class.Streams[0], _trace.CreateStream, _trace.WriteMetadata, ticks => _time.Convert(ticks - Program.MonotonicOffset));
        }
    }

    public DotnetProgram Program { get; }

    /// <summary>True when the stream has ended and all of it has been decoded and written.</summary>
    public bool IsFinished { get; private set; }

    public SourceTotals Totals => new(_transcoder.Events, _transcoder.Bytes, _transcoder.Discarded);

    /// <summary>Decodes what has arrived; returns the number of pieces and packets.</summary>
    /// <exception cref="InvalidDataException">The stream breaks the format.</exception>
    public int Drain(bool flush)
    {
        if (IsFinished) return 0;
        var moved = 0;
        while (moved < MostPieces && _pieces.TryTake(out var piece))
        {
            if (moved++ == 0) _time.TakeSnapshot();
            _reader.Feed(piece.Bytes.AsSpan(0, piece.Count));
            _free.Add(piece.Bytes);
        }

        if (_pieces.IsCompleted) Finish();
        return flush || IsFinished ? moved + _transcoder.Flush() : moved;
    }

    /// <summary>Asks the process to send what it still has and to end the stream. Does not wait.</summary>
    public void BeginStop()
    {
        if (_isStopping) return;
        _isStopping = true;
        var stopping = new Thread(Stop) { IsBackground = true, Name = "braid dotnet stop" };
        stopping.Start();

        void Stop()
        {
            try
            {
                _session.Stop();
            }
            catch (DiagnosticsException)
            {
                // It is gone, or hangs: either way the stream is all there is.
                _session.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _isStopping = true;
        _session.Dispose();
        _pieces.CompleteAdding();
        while (_pieces.TryTake(out _))
        {
        }

        _thread.Join();
        _trace?.Dispose();
    }

    private void Take()
    {
        try
        {
            while (true)
            {
                if (!_free.TryTake(out var bytes)) bytes = new byte[PieceSize];
                var count = _session.Read(bytes);
                if (count == 0) break;
                _pieces.Add((bytes, count));
                _arrived.Set();
            }
        }
        catch (Exception e)
        {
            if (!_isStopping) _fault = e;
        }
        finally
        {
            _pieces.CompleteAdding();
            _arrived.Set();
        }
    }

    /// <summary>What the process has compiled, and what it says at its end that it has run beside.</summary>
    private void SaveMethods(string path)
    {
        var hasCompiled = Program.TryCopyPerfMap(path);
        var hasMore = _methods?.AppendTo(path) ?? false;
        if (!hasCompiled && !hasMore) _warn("the names of its methods are not to be had: its stacks are addresses");
    }

    private void Finish()
    {
        IsFinished = true;
        var missing = _reader.Complete();
        if (_trace is not null && Program.PerfMap is not null) SaveMethods($"{_trace.Path}.perf-map");
        if (_fault is { } fault) _warn($"its stream ended: {fault.Message}");
        else if (missing is not null && _isStopping) _warn($"it ended without sending all: what was in its buffer is lost, and not counted");
        if (_transcoder.LateEvents > 0) _warn($"{_transcoder.LateEvents} events came after later ones and have their time");
    }
}
