using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>A program whose rings overwrite: nothing of it is moved but by a snapshot.</summary>
internal sealed partial class AttachedProgram
{
    /// <summary>True once the program is known to be dead.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Between snapshots: notices a death, and rings that could not be set up before. Losses are as of the last call.</summary>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    public void Watch()
    {
        IsDead = !OfdLock.IsHeld(_memory.Fd, RingLayout.ProgramLock);
        ReadControls(0, _rings.Length);
        for (var i = 0; i < _rings.Length; i++)
        {
            if (_rings[i].IsConfigured) _rings[i].TakeDiscarded(_before[i], _after[i]);
            else if (!IsDead) _rings[i].TryConfigure(deadline: 0, Now());
        }
    }

    /// <summary>Moves what the rings hold into a trace of its own, if there is anything, and finishes that.</summary>
    /// <returns>The number of packets.</returns>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public int TakeSnapshot()
    {
        Watch();
        var deadline = _isWanted ? Environment.TickCount64 + PassingClaimWaitMilliseconds : Deadline();
        var packets = 0;
        for (var i = 0; i < _rings.Length; i++)
        {
            var ring = _rings[i];
            if (!ring.IsConfigured || ring.IsGivenUp) continue;
            Look(i, deadline);
            packets += ring.TakeSnapshot(this, _before[i], _after[i]);
            ring.TellLoss(this, _after[i].Last);
        }

        var begin = _rings.Min(static ring => ring.TraceBegin);
        WriteState(begin == ulong.MaxValue ? null : begin);
        CloseTrace();
        foreach (var ring in _rings) ring.LeaveTrace();
        if (IsDead) TryFinish();
        return packets;
    }

    /// <summary>Finishes a dead program without a snapshot: what its rings hold is counted as overwritten.</summary>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    public void Abandon()
    {
        ReadControls(0, _rings.Length);
        for (var i = 0; i < _rings.Length; i++)
        {
            if (_rings[i].IsConfigured) _rings[i].Abandon(_after[i]);
        }

        Finish();
    }

    /// <summary>
    /// Reads the control words of a ring so that they agree: as they are when nobody is writing, else between two events. The
    /// claim is held for the two reads only. When the event's thread has been stopped, they agree as well.
    /// </summary>
    private void Look(int index, long deadline)
    {
        var ring = _rings[index];
        ReadControls(index, 1);
        if (IsDead)
        {
            ring.GiveUp(_after[index]);
            return;
        }

        if (RingReader.IsQuiet(_before[index], _after[index])) return;
        var isClaimed = ring.TryClaim(deadline);
        ReadControls(index, 1);
        if (isClaimed) ring.Release();
        else if (!_isWanted) ring.GiveUp(_after[index]);
    }
}
