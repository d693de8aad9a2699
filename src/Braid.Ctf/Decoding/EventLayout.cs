using Braid.Ctf.Export;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;

namespace Braid.Ctf.Decoding;

/// <summary>The compiled layout of an event class: finds fields by name. Safe to share between threads, but printed by one.</summary>
public sealed class EventLayout
{
    private readonly StreamLayout _stream;

    internal EventLayout(StreamLayout stream, EventClass eventClass, Scope? context, Scope? payload, int index)
    {
        _stream = stream;
        Class = eventClass;
        SpecificContext = context;
        Payload = payload;
        Body = stream.HeaderEndsOnByte ? BodyPlan.Join(stream.EventCommonContext, context, payload) : null;
        (BodyBits, BodySegment, BodyRest) = Body is null ? (-1, BodyPlan.NoSegment, []) : (Body.Bits, Body.Segment, Body.Rest);
        Index = index;
    }

    /// <summary>The event class.</summary>
    public EventClass Class { get; }

    /// <summary>How the printer that owns it prints the events.</summary>
    internal EventText? Text { get; set; }

    /// <summary>What JSON lines of the events have in common; made when first printed, the same whichever thread does.</summary>
    internal JsonEventClass? Json { get; set; }

    internal Scope? SpecificContext { get; }
    internal Scope? Payload { get; }

    /// <summary>All scopes after the event header as one plan; null when they cannot be joined.</summary>
    internal BodyPlan? Body { get; }

    /// <summary>The fixed part of <see cref="Body"/>; -1 when there is none.</summary>
    internal long BodyBits { get; }

    /// <summary>The segment and the rest of <see cref="Body"/>, without a step through it.</summary>
    internal int BodySegment { get; }
    internal PlanOperation[] BodyRest { get; }

    /// <summary>Whether <see cref="BodyRest"/> has only steps that cannot fail but by being too long.</summary>
    internal bool HasUsualPlan => Body is not null && Array.TrueForAll(BodyRest, static step => step.Segment >= 0
        && step.Kind is PlanOperationKind.Run or PlanOperationKind.KeepPlain or PlanOperationKind.SkipString or PlanOperationKind.SkipElements);

    /// <summary>The place in <see cref="StreamLayout.Layouts"/>.</summary>
    internal int Index { get; }

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
