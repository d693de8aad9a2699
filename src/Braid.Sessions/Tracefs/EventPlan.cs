using Braid.Ctf.Packets;

namespace Braid.Sessions.Tracefs;

/// <summary>How the records of one event become event records.</summary>
internal sealed class EventPlan
{
    internal EventPlan(int fixedSize, PlanStep[] steps)
    {
        FixedSize = fixedSize;
        Steps = steps;
        Reserve = LttngLayout.ExtendedHeaderSize + PageTranscoder.MaximumContextSize + steps.Sum(s => s.FixedOutput);
        DynamicSteps = steps.Count(s => s.IsDynamic);
        foreach (var step in steps)
        {
            var end = step.Source + (step.IsDynamic || step.Kind is StepKind.Add or StepKind.Process ? 4 : step.Length);
            if (step.Kind is not (StepKind.TailString or StepKind.TailSequence) && end > fixedSize)
                throw new ArgumentException($"step {step} ends after the {fixedSize} bytes of the record");
            if (step.Source > fixedSize) throw new ArgumentException($"step {step} begins after the {fixedSize} bytes of the record");
        }
    }

    /// <summary>Bytes that each record has at least; every step reads its fixed part within them.</summary>
    internal int FixedSize { get; }

    /// <summary>The moves, in the order of the output.</summary>
    internal PlanStep[] Steps { get; }

    /// <summary>Bytes that an event record has at most, without dynamic data.</summary>
    internal int Reserve { get; }

    /// <summary>Whether a step asks for the process of a thread.</summary>
    internal bool NeedsProcesses => Steps.Any(static step => step.Kind == StepKind.Process);

    /// <summary>Steps of which each writes at most a record's length more.</summary>
    internal int DynamicSteps { get; }
}
