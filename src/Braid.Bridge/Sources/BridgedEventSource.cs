using System.Diagnostics.Tracing;
using System.Reflection;
using Braid.Bridge.Events;
using Braid.Tracing.Rings;

namespace Braid.Bridge.Sources;

/// <summary>
/// One EventSource and its events: those its methods declare are registered when it is found, so that a recorder can want
/// them; how they really look shows with the first of them, as it does for events that are written without declaration.
/// </summary>
internal sealed class BridgedEventSource
{
    /// <summary>So many shapes of events: a source that makes up names is recorded as events named Other from then on.</summary>
    private const int MostShapes = 256;

    private const int MostIds = 1 << 12;

    /// <summary>Log lines come in three forms; this one has the text, the arguments and the exception.</summary>
    private const EventKeywords LogLinesAsJson = (EventKeywords)8;

    private static readonly string[] s_otherFields = ["Name", "Payload"];

    private readonly Lock _lock = new();
    private readonly string _provider;
    private readonly EventSource _source;

    /// <summary>Nothing can be known of what it will write; it is listened to while anything is recorded.</summary>
    private readonly bool _isUndeclared;

    /// <summary>By EventId, those seen. Replaced under the lock.</summary>
    private volatile BridgedEvent?[] _byId = [];

    /// <summary>All. Replaced under the lock.</summary>
    private volatile BridgedEvent[] _events;

    private BridgedEvent? _other;

    public BridgedEventSource(EventSource source)
    {
        _source = source;
        _provider = EventNames.Clean(source.Name);
        _isUndeclared = source.Name != ProviderFilter.Logging && source.Settings.HasFlag(EventSourceSettings.EtwSelfDescribingEventFormat);
        _events = _isUndeclared ? [] : [.. Declared(source, _provider)];
    }

    /// <summary>What to enable it with for what is wanted now; null when nothing is.</summary>
    public (EventLevel Level, EventKeywords Keywords)? Wanted()
    {
        if (_isUndeclared && ProgramFile.HasRules) return (EventLevel.Verbose, EventKeywords.All);
        var (level, keywords) = ((EventLevel)(-1), EventKeywords.None);
        foreach (var each in _events)
        {
            if (!each.IsWanted) continue;
            level = each.Level == EventLevel.LogAlways ? EventLevel.Verbose : each.Level > level ? each.Level : level;
            keywords |= each.Keywords;
        }

        return level < 0 ? null : (level, _source.Name == ProviderFilter.Logging ? LogLinesAsJson : keywords);
    }

    public void Record(EventWrittenEventArgs written)
    {
        var byId = _byId;
        var id = written.EventId;
        if ((uint)id < (uint)byId.Length && byId[id] is { } known && (!known.IsWanted || known.TryWrite((IReadOnlyList<object?>?)written.Payload ?? []))) return;
        RecordOther(written, (IReadOnlyList<object?>?)written.Payload ?? []);
    }

    private void RecordOther(EventWrittenEventArgs written, IReadOnlyList<object?> values)
    {
        var name = written.EventName ?? $"Event{written.EventId}";
        var names = (IReadOnlyList<string>?)written.PayloadNames ?? [];
        foreach (var each in _events)
        {
            if (each.Name != name || !each.HasFields(names)) continue;
            if (each.IsWanted && !each.TryWrite(values)) continue;
            Remember(written.EventId, each);
            return;
        }

        if (names.Count != values.Count) names = [.. values.Select((_, i) => i < names.Count ? names[i] : $"Argument{i}")];
        var fresh = Describe(written, name, names, values);
        if (ReferenceEquals(fresh, _other)) fresh.TryWrite([name, JsonText.Of(names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second))]);
        else fresh.TryWrite(values);
    }

    private BridgedEvent Describe(EventWrittenEventArgs written, string name, IReadOnlyList<string> names, IReadOnlyList<object?> values)
    {
        lock (_lock)
        {
            if (_events.Length >= MostShapes)
                return _other ??= new(_provider, "Other", EventLevel.LogAlways, EventKeywords.All, s_otherFields, [ValueKind.Text, ValueKind.Text]);
            BridgedEvent fresh = new(_provider, name, written.Level, written.Keywords, names, [.. values.Select(PayloadValue.KindOf)]);
            _events = [.. _events, fresh];
            Remember(written.EventId, fresh);
            return fresh;
        }
    }

    private void Remember(int id, BridgedEvent known)
    {
        if (id is <= 0 or > MostIds) return; // those written without declaration have no id
        lock (_lock)
        {
            var byId = _byId.ToArray();
            if (id >= byId.Length) Array.Resize(ref byId, id + 1);
            byId[id] = known;
            _byId = byId;
        }
    }

    /// <summary>The events that the methods of the source's type declare, with fields as the manifest has them.</summary>
    private static IEnumerable<BridgedEvent> Declared(EventSource source, string provider)
    {
        const BindingFlags own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var method in source.GetType().GetMethods(own))
        {
            var declared = method.GetCustomAttribute<EventAttribute>();
            if (declared is null && (method.ReturnType != typeof(void) || method.IsVirtual || method.GetCustomAttribute<NonEventAttribute>() is not null)) continue;
            declared ??= new EventAttribute(0);
            if (source.Name == ProviderFilter.Logging && (declared.Keywords & LogLinesAsJson) == 0) continue;
            var fields = method.GetParameters();
            if (fields.Length > 0 && fields[0] is { Name: "relatedActivityId" } && fields[0].ParameterType == typeof(Guid)) fields = fields[1..];
            yield return new(provider, method.Name, declared.Level, declared.Keywords, [.. fields.Select(f => f.Name!)], [.. fields.Select(f => PayloadValue.KindOf(f.ParameterType))]);
        }
    }
}
