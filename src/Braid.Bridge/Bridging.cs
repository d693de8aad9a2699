using Braid.Bridge.Sources;
using Braid.Tracing.Rings;

namespace Braid.Bridge;

/// <summary>
/// The bridge while it is on: what the program's EventSources, ActivitySources and Meters say goes into the program's rings.
/// It finds all of them and registers their events, but listens only to those of which a recorder wants an event; while
/// nobody records it costs what a thread costs that waits. It never throws into the program.
/// </summary>
internal sealed class Bridging : IDisposable
{
    private readonly EventSourceBridge _events;
    private readonly ActivityBridge _activities;
    private readonly MeterBridge _meters;
    private readonly RuleWatch _watch;

    public Bridging(BridgeRequest request)
    {
        Request = request;
        InstrumentDump.Register(); // the first registration makes the file and, while something records, waits for that
        var filter = new ProviderFilter(request.Globs);
        _events = new(filter);
        _activities = new(filter);
        _meters = new(filter);
        _watch = new(ProgramFile.Path, Apply);
    }

    public BridgeRequest Request { get; }

    /// <summary>Stops listening. The events stay registered: a process cannot take that back.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _events.Dispose();
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Apply()
    {
        _events.Apply();
        _activities.Apply();
        _meters.Apply();
    }
}
