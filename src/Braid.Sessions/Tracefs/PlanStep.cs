namespace Braid.Sessions.Tracefs;

/// <summary>One move from a ring-buffer record to an event record.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Relative">The location at Source counts from its own end (__rel_loc), not from the start of the record.</param>
/// <param name="Source">Bytes from the start of the record.</param>
/// <param name="Length">Bytes to move, or bytes of an element.</param>
/// <param name="Argument">See <see cref="StepKind.Add"/>.</param>
internal readonly record struct PlanStep(StepKind Kind, ushort Source, ushort Length, int Argument = 0, bool Relative = false)
{
    /// <summary>True when the data's length is known from the record only.</summary>
    internal bool IsDynamic => Kind >= StepKind.String;

    /// <summary>Bytes written besides dynamic data.</summary>
    internal int FixedOutput => Kind switch
    {
        StepKind.Copy or StepKind.Text => Length,
        StepKind.String or StepKind.TailString => 1,
        _ => 4,
    };
}
