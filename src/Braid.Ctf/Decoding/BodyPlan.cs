namespace Braid.Ctf.Decoding;

/// <summary>
/// The two contexts and the payload of an event as one plan, for events whose contexts have a fixed layout and which are
/// packed by bytes throughout, as all tracers on x86 and arm64 write them. All that is fixed is one step: a comparison, an
/// addition, and the start of each segment. For example, with contexts of 8 bytes,
/// <code>
///   i32 vpid; i32 vtid | u32 a; string b; u64 c;
///   fixed 96 bits      segment 0 at 0 (contexts), segment 1 at 64 (a)
///   rest               Text b, Run c
/// </code>
/// </summary>
internal sealed class BodyPlan
{
    private BodyPlan(List<(int Segment, long Offset)> starts, long bits, PlanOperation[] rest)
    {
        Starts = [.. starts];
        Bits = bits;
        Rest = rest;
    }

    /// <summary>Where the segments of the fixed part start, in bits from the end of the event header.</summary>
    public (int Segment, long Offset)[] Starts { get; }

    /// <summary>Length of the fixed part; a multiple of 8.</summary>
    public long Bits { get; }

    /// <summary>The start of the specific context.</summary>
    public long SpecificOffset { get; private init; }

    /// <summary>The start of the payload.</summary>
    public long PayloadOffset { get; private init; }

    /// <summary>The start of the run that ends the fixed part, to which the first operations of <see cref="Rest"/> may refer.</summary>
    public long LastRunOffset { get; private init; }

    /// <summary>What follows the fixed part; empty when the whole event is fixed.</summary>
    public PlanOperation[] Rest { get; }

    /// <summary>Joins the plans of an event's scopes; null when they cannot be joined.</summary>
    public static BodyPlan? Join(Scope? common, Scope? specific, Scope? payload)
    {
        var starts = new List<(int, long)>();
        long bits = 0;
        if (!Add(common)) return null;
        var specificOffset = bits;
        if (!Add(specific)) return null;
        var payloadOffset = bits;
        var operations = payload?.Operations ?? [];
        var lastRun = bits;
        if (operations is [var first, ..] && IsWholeBytes(first))
        {
            AddRun(first);
            operations = operations[1..];
        }

        return new(starts, bits, operations) { SpecificOffset = specificOffset, PayloadOffset = payloadOffset, LastRunOffset = lastRun };

        bool Add(Scope? scope)
        {
            if (scope is null || scope.Operations.Length == 0) return scope is null || scope.Root.Alignment <= 8;
            if (scope.Operations is not [var run] || !IsWholeBytes(run)) return false;
            AddRun(run);
            return true;
        }

        void AddRun(in PlanOperation run)
        {
            if (run.Segment >= 0) starts.Add((run.Segment, bits));
            bits += run.Bits;
        }
    }

    private static bool IsWholeBytes(in PlanOperation operation) =>
        operation is { Kind: PlanOperationKind.Run, Alignment: <= 8 } && operation.Bits % 8 == 0;
}
