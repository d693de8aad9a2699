namespace Braid.Ctf.Decoding;

/// <summary>
/// The two contexts and the payload of an event as one plan, for events that start on a byte, whose contexts have a fixed
/// layout and which are packed by bytes throughout, as all tracers on x86 and arm64 write them. All that is fixed is one
/// segment, and one step: a comparison and an addition. For example, with contexts of 8 bytes,
/// <code>
///   i32 vpid; i32 vtid | u32 a; string b; u64 c;
///   fixed 96 bits      segment 0: vpid at 0, vtid at 32, a at 64
///   rest               Text b, Run c
/// </code>
/// </summary>
internal sealed class BodyPlan
{
    /// <summary>What a plan without fixed fields fills in vain.</summary>
    public const int NoSegment = -1;

    /// <summary>The segment of the fixed part.</summary>
    public int Segment { get; private set; } = NoSegment;

    /// <summary>Length of the fixed part; a multiple of 8.</summary>
    public long Bits { get; private set; }

    /// <summary>From the end of the event header to the specific context.</summary>
    public long SpecificOffset { get; private init; }

    /// <summary>From the end of the event header to the payload.</summary>
    public long PayloadOffset { get; private init; }

    /// <summary>What follows the fixed part; empty when the whole event is fixed.</summary>
    public PlanOperation[] Rest { get; private init; } = [];

    /// <summary>Joins the plans of an event's scopes and moves the fields into one segment; null, and nothing done, when they cannot be joined.</summary>
    /// <param name="common">The context of all events of the stream, whose fields stay where they are.</param>
    /// <param name="specific">The context of this event class.</param>
    /// <param name="payload">The payload of this event class.</param>
    public static BodyPlan? Join(Scope? common, Scope? specific, Scope? payload)
    {
        if (!IsFixed(common) || !IsFixed(specific)) return null;
        var specificOffset = LengthOf(common);
        var payloadOffset = specificOffset + LengthOf(specific);
        var operations = payload?.Operations ?? [];
        var hasRun = operations is [var first, ..] && IsWholeBytes(first);
        var plan = new BodyPlan { SpecificOffset = specificOffset, PayloadOffset = payloadOffset, Rest = hasRun ? operations[1..] : operations };
        if (common is not null) plan.Add(common);
        if (specific is not null) plan.Add(specific);
        if (hasRun) plan.Add(payload!);
        return plan;
    }

    private static bool IsFixed(Scope? scope) => scope is null
        || (scope.Operations.Length == 0 ? scope.Root.Alignment <= 8 : scope.Operations is [var run] && IsWholeBytes(run));

    private static long LengthOf(Scope? scope) => scope?.Operations is [var run] ? run.Bits : 0;

    private static bool IsWholeBytes(in PlanOperation operation) =>
        operation is { Kind: PlanOperationKind.Run, Alignment: <= 8, Segment: >= 0 } && operation.Bits % 8 == 0;

    /// <summary>Adds the first run of a scope.</summary>
    private void Add(Scope scope)
    {
        if (scope.Operations.Length == 0) return;
        var run = scope.Operations[0];
        if (Segment == NoSegment) Segment = run.Segment;
        else Move(scope.Root, run.Segment);
        Bits += run.Bits;
    }

    private void Move(Field field, int segment)
    {
        if (field.Segment == segment) (field.Segment, field.Offset) = (Segment, field.Offset + Bits);
        foreach (var child in field.Fields) Move(child, segment);
    }
}
