using System.Diagnostics;
using Braid.Bridge.Events;
using Braid.Tracing;
using TraceLevel = Braid.Tracing.TraceLevel;

namespace Braid.Bridge.Sources;

/// <summary>One ActivitySource: its activities as <c>SOURCE:ActivityStart</c> and <c>SOURCE:ActivityStop</c>.</summary>
internal sealed class BridgedActivitySource : IDisposable
{
    /// <summary>For activities that have no source.</summary>
    private const string NoSource = "Activity";

    private readonly Lock _lock = new();
    private readonly ActivitySource _source;
    private readonly Tracepoint _start, _stop;

    /// <summary>Not null while anything is wanted. Owned by who holds the lock.</summary>
    private ActivityListener? _listener;

    private bool _isDisposed;

    public BridgedActivitySource(ActivitySource source)
    {
        _source = source;
        var provider = source.Name.Length == 0 ? NoSource : EventNames.Clean(source.Name);
        TraceField[] identity =
        [
            TraceField.Text("OperationName"), TraceField.Text("TraceId"), TraceField.Text("SpanId"), TraceField.Text("ParentSpanId"),
            Labels<ActivityKind>("Kind"),
        ];
        _start = TracepointTable.Get(provider, "ActivityStart", TraceLevel.Information, [.. identity, TraceField.Text("Tags")]);
        _stop = TracepointTable.Get(provider, "ActivityStop", TraceLevel.Information,
            [.. identity, TraceField.Text("DisplayName"), TraceField.Integer("Duration", 64, signed: true), Labels<ActivityStatusCode>("Status"), TraceField.Text("StatusDescription"), TraceField.Text("Tags")]);
    }

    /// <summary>Listens if it is wanted now.</summary>
    public void Apply()
    {
        lock (_lock)
        {
            var isWanted = !_isDisposed && (_start.IsEnabled || _stop.IsEnabled);
            if (isWanted == _listener is not null) return;
            _listener?.Dispose();
            _listener = !isWanted ? null : new()
            {
                ShouldListenTo = source => ReferenceEquals(source, _source),

                // With all that the program would tell, but not marked as recorded: that would go on to the services it calls.
                Sample = static (ref _) => ActivitySamplingResult.AllData,
                SampleUsingParentId = static (ref _) => ActivitySamplingResult.AllData,
                ActivityStarted = Start,
                ActivityStopped = Stop,
            };
            if (_listener is { } listener) ActivitySource.AddActivityListener(listener);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _listener?.Dispose();
        }
    }

    private static TraceField Labels<T>(string name)
        where T : struct, Enum => TraceField.Enumeration(name, 8, signed: false, [.. Enum.GetValues<T>().Select(value => (value.ToString(), Convert.ToInt64(value)))]);

    private void Start(Activity activity)
    {
        if (!_start.IsEnabled) return;
        var ids = new Identity(activity);
        var tags = JsonText.OfTags(activity);
        var record = _start.Begin(ids.Size + TraceRecord.SizeOfText(tags));
        if (!record.IsRecording) return;
        ids.Write(ref record);
        record.WriteText(tags);
        record.Commit();
    }

    private void Stop(Activity activity)
    {
        if (!_stop.IsEnabled) return;
        var ids = new Identity(activity);
        var tags = JsonText.OfTags(activity);
        var (name, duration, status, description) = (activity.DisplayName, activity.Duration.Ticks * 100, activity.Status, activity.StatusDescription);
        var record = _stop.Begin(ids.Size + TraceRecord.SizeOfText(name) + 8 + 1 + TraceRecord.SizeOfText(description) + TraceRecord.SizeOfText(tags));
        if (!record.IsRecording) return;
        ids.Write(ref record);
        record.WriteText(name);
        record.Write(duration);
        record.Write((byte)status);
        record.WriteText(description);
        record.WriteText(tags);
        record.Commit();
    }

    /// <summary>Which activity it is. Of one with a hierarchical id, whose parts are not apart: the id, and that of the parent.</summary>
    private readonly struct Identity
    {
        private readonly string _name, _trace, _span, _parent;
        private readonly byte _kind;

        public Identity(Activity activity)
        {
            var isW3C = activity.IdFormat == ActivityIdFormat.W3C;
            _name = activity.OperationName;
            _trace = isW3C ? activity.TraceId.ToHexString() : activity.RootId ?? "";
            _span = isW3C ? activity.SpanId.ToHexString() : activity.Id ?? "";
            _parent = isW3C ? activity.ParentSpanId.ToHexString() : activity.ParentId ?? "";
            _kind = (byte)activity.Kind;
        }

        public long Size => TraceRecord.SizeOfText(_name) + TraceRecord.SizeOfText(_trace) + TraceRecord.SizeOfText(_span) + TraceRecord.SizeOfText(_parent) + 1;

        public void Write(ref TraceRecord record)
        {
            record.WriteText(_name);
            record.WriteText(_trace);
            record.WriteText(_span);
            record.WriteText(_parent);
            record.Write(_kind);
        }
    }
}
