using System.Diagnostics.Metrics;
using Braid.Bridge.Events;
using Braid.Tracing;

namespace Braid.Bridge.Sources;

/// <summary>
/// What the numbers of the instruments mean, as <c>braid_bridge:instrument</c>: of all when a recording begins, of later ones
/// as they come. One thread at a time.
/// </summary>
internal sealed class InstrumentDump
{
    private readonly List<Instrument> _instruments = [];

    /// <summary>Whether those so far have been told.</summary>
    private bool _isTold;

    private static Tracepoint Event => TracepointTable.Get(
        "braid_bridge", "instrument", TraceLevel.Information,
        TraceField.Text("Meter"), TraceField.Text("Instrument"), TraceField.Text("Kind"), TraceField.Text("Unit"), TraceField.Text("Description"));

    /// <summary>Registers the event.</summary>
    public static void Register() => _ = Event;

    public void Add(Instrument instrument)
    {
        _instruments.Add(instrument);
        if (_isTold) Tell(Event, instrument);
    }

    public void Apply()
    {
        var tracepoint = Event;
        if (tracepoint.IsEnabled == _isTold) return;
        _isTold = tracepoint.IsEnabled;
        if (!_isTold) return;
        foreach (var instrument in _instruments) Tell(tracepoint, instrument);
    }

    private static void Tell(Tracepoint tracepoint, Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        string?[] texts = [EventNames.Clean(instrument.Meter.Name), EventNames.Clean(instrument.Name), kind.Split('`')[0], instrument.Unit, instrument.Description];
        var record = tracepoint.Begin(texts.Sum(TraceRecord.SizeOfText));
        if (!record.IsRecording) return;
        foreach (var text in texts) record.WriteText(text);
        record.Commit();
    }
}
