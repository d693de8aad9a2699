namespace Braid.Sessions.Rings;

/// <summary>The trace of a program: made when there is a packet for it, described as the program registers events, and finished.</summary>
internal sealed partial class AttachedProgram
{
    private DomainTrace? _trace;

    /// <summary>What is to be written into the trace; null once it is, and where there is none.</summary>
    private StateDump? _stateDump;

    private bool _isStateWritten;

    /// <summary>Events of the trace that <see cref="PrepareTrace"/> has described.</summary>
    private int _described;

    /// <inheritdoc/>
    public DomainTrace PrepareTrace()
    {
        // The caller has read a ring's state with acquire order: events in it were registered before.
        _reader.ReadEvents();
        if (_trace is null)
        {
            _trace = _options.CreateTrace(_program);
            if (_stateDump is not null) StateDump.Describe(_trace.Class);
        }

        if (_described == _reader.Events.Count) return _trace;
        while (_trace.Events.Count < _reader.Events.Count) _trace.Events.Add(_reader.Events[_trace.Events.Count]);
        _trace.WriteMetadata();
        _described = _reader.Events.Count;
        return _trace;
    }

    /// <summary>Writes the state dump once there is both a trace and what to write, as of <paramref name="time"/> or, for null, of its own.</summary>
    private void WriteState(ulong? time)
    {
        if (_trace is null || _isStateWritten || _stateDump is not { IsReady: true } dump) return;
        _isStateWritten = true;
        dump.Write(_trace, time);
    }

    /// <summary>The program is dead and its rings are read: nothing of it stays, once its state has been found out.</summary>
    private void TryFinish()
    {
        if (_stateDump is not { IsReady: false }) Finish();
    }

    private void Finish()
    {
        _name.Unlink();
        CloseTrace();
        _stateDump = null;
        IsFinished = true;
    }

    private void CloseTrace()
    {
        try
        {
            if (_isStateWritten) _stateDump?.Close();
        }
        catch (IOException e)
        {
            _options.Warn($"program {_program.Pid}: the end of its state dump: {e.Message}");
        }

        _isStateWritten = false;
        _described = 0;
        _trace?.Dispose();
        _trace = null;
    }
}
