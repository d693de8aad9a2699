using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>A trace: its schema and its streams. Immutable once its trace set is open.</summary>
public sealed class Trace
{
    private readonly Dictionary<ClockClass, Int128> _shifts = [];

    internal Trace(string path, TraceClass traceClass, TraceLayout layout)
    {
        Path = path;
        Class = traceClass;
        Layout = layout;
    }

    /// <summary>The directory with the metadata.</summary>
    public string Path { get; }

    /// <summary>What the metadata says.</summary>
    public TraceClass Class { get; }

    /// <summary>The streams that have packets.</summary>
    public IReadOnlyList<DataStream> Streams => StreamList;

    internal List<DataStream> StreamList { get; } = [];
    internal TraceLayout Layout { get; }

    /// <summary>An entry of the environment; null when there is none.</summary>
    public EnvironmentEntry? Find(string name)
    {
        foreach (var entry in Class.Environment)
        {
            if (entry.Name == name) return entry;
        }

        return null;
    }

    /// <summary>Nanoseconds to add to the times of a clock (<c>--clock-offset</c>).</summary>
    internal Int128 ShiftOf(ClockClass clock) => _shifts.GetValueOrDefault(clock);

    internal void Shift(Int128 nanoseconds)
    {
        foreach (var clock in Class.Clocks) _shifts[clock] = nanoseconds;
    }
}
