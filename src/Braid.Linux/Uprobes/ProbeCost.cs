namespace Braid.Linux.Uprobes;

/// <summary>How the kernel executes the instruction that a probe has replaced.</summary>
public enum ProbeCost
{
    /// <summary>It does what the instruction does itself: one trap, about a microsecond.</summary>
    Trap,

    /// <summary>It lets the processor execute a copy, step by step: a second trap, several times the cost.</summary>
    SingleStep,
}
