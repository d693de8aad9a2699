using System.Numerics;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>
/// The rings of a program as a recorder that was killed has left them. Whatever the file holds, a ring is read as its
/// control words say or refused with a line in <see cref="Faults"/>; the other rings are read all the same.
/// </summary>
internal sealed class RingsAtRest
{
    private readonly string _path;
    private readonly List<(int Index, RingReader Reader, RingControl Control)> _rings = [];
    private readonly List<string> _faults = [];

    public RingsAtRest(ProgramMemory memory, uint cpus)
    {
        _path = memory.Path;
        Clock = memory.Read<RecordingClock>(RingLayout.ControlAt + ProgramControl.ClockAt);
        if (Clock.Frequency == 0) return; // the recorder left in order, though a ring may still be held by a stopped thread
        var controls = new RingControl[cpus * RingLayout.RingsPerCpu];
        memory.Read<RingControl>(controls, RingLayout.RingControlsAt);
        for (var i = 0; i < controls.Length; i++)
        {
            if (controls[i].SubBufferSize == 0) continue;
            var index = i;
            Try(index, () => Add(memory, cpus, index, controls[index]));
        }
    }

    /// <summary>The clock of the recording that was interrupted; of frequency 0, and without rings, when none was.</summary>
    public RecordingClock Clock { get; }

    /// <summary>What cannot be read, in one line each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>How the events are written; 0 without rings.</summary>
    public uint Flags => _rings.Count > 0 ? _rings[0].Control.Flags : 0;

    /// <summary>Bytes of the largest sub-buffer.</summary>
    public int BufferSize => _rings.Count > 0 ? _rings.Max(r => (int)r.Control.SubBufferSize) : 0;

    /// <summary>What <see cref="Drain"/> has moved and found lost.</summary>
    public SourceTotals Totals => _rings.Aggregate(default(SourceTotals), (totals, ring) =>
        totals + new SourceTotals(ring.Reader.Events, ring.Reader.Bytes, (long)Math.Min(ring.Reader.Discarded, long.MaxValue))
        {
            Overwritten = (long)Math.Min(ring.Reader.Overwritten, long.MaxValue),
        });

    /// <summary>Events that nobody has read.</summary>
    public long CountUnread()
    {
        var events = 0L;
        foreach (var (index, reader, control) in _rings) Try(index, () => events += reader.CountUnread(control));
        return events;
    }

    /// <summary>Moves all that is committed.</summary>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public void Drain(IRingTrace trace)
    {
        foreach (var (index, reader, control) in _rings)
        {
            Try(index, () => _ = (control.Flags & RingFlags.Overwrite) != 0
                ? reader.TakeSnapshot(trace, control, control)
                : reader.Drain(trace, control, control, all: true));
            reader.TellLoss(trace, control.Last);
        }
    }

    private void Add(ProgramMemory memory, uint cpus, int index, RingControl control)
    {
        var (size, count) = (control.SubBufferSize, control.SubBufferCount);
        if (size is < RingLayout.MinSubBufferSize or > RingLayout.MaxSubBufferSize || !BitOperations.IsPow2(size)
            || !BitOperations.IsPow2(count) || (ulong)size * count > RingLayout.RingStride)
        {
            throw new InvalidDataException($"{count} sub-buffers of {size} bytes");
        }

        if (_rings.Count > 0 && ((control.Flags ^ Flags) & ~RingFlags.Deferred) != 0) throw new InvalidDataException($"flags 0x{control.Flags:x} beside 0x{Flags:x}");
        var reader = new RingReader(memory, RingLayout.RingControlsAt + (long)index * RingControl.Size, RingLayout.RingAt(cpus, index),
            (int)size, (int)count, control.Flags, (uint)(index / RingLayout.RingsPerCpu));
        reader.ReadOn(control);
        _rings.Add((index, reader, control));
    }

    private void Try(int index, Action action)
    {
        try
        {
            action();
        }
        catch (InvalidDataException e)
        {
            _faults.Add($"{_path}: ring {index}: {e.Message}");
        }
    }
}
