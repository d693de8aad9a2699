namespace Braid.DotNet.Nettrace;

/// <summary>
/// Finds lost events: each thread numbers its events from 1, also those that found no room. When a thread id is used
/// again, its numbers start again, which is not told apart from a loss of more than 2^31 events.
/// </summary>
internal sealed class SequenceTracker
{
    private readonly Dictionary<ulong, (uint Sequence, int Processor)> _last = [];

    /// <summary>Notes an event; returns how many of its thread were lost before it.</summary>
    public uint Next(ulong thread, uint sequence, int processor)
    {
        var last = _last.TryGetValue(thread, out var known) ? known.Sequence : 0;
        _last[thread] = (sequence, processor);
        var lost = sequence - 1 - last;
        if (lost <= int.MaxValue) return lost;
        return sequence == 0 ? 0 : sequence - 1; // went back: another thread of this id
    }

    /// <summary>Notes that a thread has numbered events up to <paramref name="sequence"/>; returns how many of them never came, and the CPU it was last seen on.</summary>
    public (uint Lost, int Processor) Reached(ulong thread, uint sequence)
    {
        var (last, processor) = _last.TryGetValue(thread, out var known) ? known : (0, -1);
        var ahead = sequence - last;
        if (ahead is 0 or > int.MaxValue) return (0, processor);
        _last[thread] = (sequence, processor);
        return (ahead, processor);
    }

    /// <summary>Forgets a thread that is gone.</summary>
    public void Remove(ulong thread) => _last.Remove(thread);

    /// <summary>Forgets all threads.</summary>
    public void Clear() => _last.Clear();
}
