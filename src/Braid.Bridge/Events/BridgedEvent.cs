using System.Diagnostics.Tracing;
using Braid.Tracing;

namespace Braid.Bridge.Events;

/// <summary>An event of an EventSource with the fields it had when it was described. Immutable.</summary>
internal sealed class BridgedEvent
{
    private readonly Tracepoint _tracepoint;
    private readonly string[] _names;
    private readonly ValueKind[] _kinds;

    /// <summary>Whether values have to become others before they can be written without code of the program.</summary>
    private readonly bool _isPrepared;

    /// <param name="provider">Clean.</param>
    /// <param name="name">As the EventSource gives it.</param>
    /// <param name="level">As the EventSource gives it.</param>
    /// <param name="keywords">As the EventSource gives them.</param>
    /// <param name="names">Of the fields, as the EventSource gives them.</param>
    /// <param name="kinds">Of the fields, as many.</param>
    public BridgedEvent(string provider, string name, EventLevel level, EventKeywords keywords, IReadOnlyList<string> names, ValueKind[] kinds)
    {
        Name = name;
        Level = level;
        Keywords = keywords;
        _names = [.. names];
        _kinds = kinds;
        _isPrepared = Array.Exists(kinds, kind => kind is ValueKind.Json or ValueKind.Time);
        var clean = EventNames.CleanFields(names);
        _tracepoint = TracepointTable.Get(provider, EventNames.Clean(name), LevelOf(level), [.. clean.Zip(kinds, PayloadValue.Describe)]);
    }

    public string Name { get; }

    public EventLevel Level { get; }

    public EventKeywords Keywords { get; }

    public bool IsWanted => _tracepoint.IsEnabled;

    /// <summary>Whether it has these fields.</summary>
    public bool HasFields(IReadOnlyList<string> names)
    {
        if (names.Count != _names.Length) return false;
        for (var i = 0; i < _names.Length; i++)
        {
            if (names[i] != _names[i]) return false;
        }

        return true;
    }

    /// <summary>Records values in the order of the fields; false when they are of other kinds.</summary>
    public bool TryWrite(IReadOnlyList<object?> values)
    {
        if (values.Count != _kinds.Length) return false;
        if (_isPrepared) values = Prepare(values);
        var size = 0L;
        for (var i = 0; i < _kinds.Length; i++)
        {
            var one = PayloadValue.Size(_kinds[i], values[i]);
            if (one < 0) return false;
            size += one;
        }

        var record = _tracepoint.Begin(size);
        if (!record.IsRecording) return true; // lost, and counted
        for (var i = 0; i < _kinds.Length; i++) PayloadValue.Write(ref record, _kinds[i], values[i]);
        record.Commit();
        return true;
    }

    private object?[] Prepare(IReadOnlyList<object?> values)
    {
        var prepared = new object?[values.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            prepared[i] = _kinds[i] switch
            {
                ValueKind.Json => JsonText.Of(values[i]),
                ValueKind.Time when values[i] is DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
                _ => values[i],
            };
        }

        return prepared;
    }

    /// <summary>LTTng's level for one of .NET; the same as in traces of <c>--dotnet</c>.</summary>
    private static TraceLevel LevelOf(EventLevel level) => level switch
    {
        EventLevel.Critical => TraceLevel.Critical,
        EventLevel.Error => TraceLevel.Error,
        EventLevel.Warning => TraceLevel.Warning,
        EventLevel.Verbose => TraceLevel.Debug,
        _ => TraceLevel.Information,
    };
}
