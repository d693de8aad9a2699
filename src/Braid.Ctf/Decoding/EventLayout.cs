using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>The compiled layout of an event class: finds fields by name. Safe to share between threads, but printed by one.</summary>
public sealed class EventLayout
{
    private readonly StreamLayout _stream;

    internal EventLayout(StreamLayout stream, EventClass eventClass, Scope? context, Scope? payload)
    {
        _stream = stream;
        Class = eventClass;
        SpecificContext = context;
        Payload = payload;
    }

    /// <summary>The event class.</summary>
    public EventClass Class { get; }

    /// <summary>What the printer <see cref="HeaderOwner"/> prints before the fields.</summary>
    internal byte[]? Header { get; set; }

    internal object? HeaderOwner { get; set; }

    internal Scope? SpecificContext { get; }
    internal Scope? Payload { get; }

    /// <summary>The fields of a scope in order; empty when the event has none there.</summary>
    public IReadOnlyList<Field> Fields(FieldScope scope) => ScopeOf(scope)?.Root.Fields ?? [];

    /// <summary>The top-level field <paramref name="name"/> of a scope; null when there is none.</summary>
    public Field? Find(FieldScope scope, string name)
    {
        foreach (var field in Fields(scope))
        {
            if (field.Name == name) return field;
        }

        return null;
    }

    /// <summary>The first field of that name in the payload, then the specific context, the common context and the packet context.</summary>
    public Field? Find(string name) =>
        Find(FieldScope.EventPayload, name) ?? Find(FieldScope.EventSpecificContext, name)
        ?? Find(FieldScope.EventCommonContext, name) ?? Find(FieldScope.PacketContext, name);

    internal Scope? ScopeOf(FieldScope scope) => scope switch
    {
        FieldScope.PacketHeader => _stream.Trace.PacketHeader,
        FieldScope.PacketContext => _stream.PacketContext,
        FieldScope.EventHeader => _stream.EventHeader,
        FieldScope.EventCommonContext => _stream.EventCommonContext,
        FieldScope.EventSpecificContext => SpecificContext,
        _ => Payload,
    };
}
