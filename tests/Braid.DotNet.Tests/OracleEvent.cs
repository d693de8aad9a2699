using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Braid.DotNet.Tests;

/// <summary>An event as TraceEvent reads it.</summary>
internal sealed record OracleEvent(
    string Provider,
    int Id,
    double Milliseconds,
    long ThreadId,
    Guid ActivityId,
    Guid RelatedActivityId,
    byte[] Payload,
    Dictionary<string, object?> Fields)
{
    /// <summary>All events of a stream in TraceEvent's order, and how many it counts as lost.</summary>
    public static (List<OracleEvent> Events, int Lost) Read(byte[] stream)
    {
        var events = new List<OracleEvent>();
        using var source = new EventPipeEventSource(new MemoryStream(stream));
        _ = new ClrTraceEventParser(source);
        _ = new ClrRundownTraceEventParser(source);
        source.Clr.All += static _ => { };
        source.Dynamic.All += static _ => { };
        source.AllEvents += Add;
        source.Process();
        return (events, source.EventsLost);

        void Add(TraceEvent e)
        {
            var fields = new Dictionary<string, object?>();
            for (var i = 0; i < e.PayloadNames.Length; i++) fields[e.PayloadNames[i]] = e.PayloadValue(i);
            events.Add(new(e.ProviderName, (int)e.ID, e.TimeStampRelativeMSec, e.ThreadID, e.ActivityID, e.RelatedActivityID, e.EventData(), fields));
        }
    }
}
