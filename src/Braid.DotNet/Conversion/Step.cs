namespace Braid.DotNet.Conversion;

/// <summary>One step of a <see cref="PayloadPlan"/>. Immutable.</summary>
internal sealed class Step(StepKind kind)
{
    public StepKind Kind { get; } = kind;

    /// <summary>Bytes of a copy; of an element elsewhere; elements of a fixed array.</summary>
    public int Size { get; init; }

    /// <summary>Where the count of an array is kept.</summary>
    public int Slot { get; init; }

    /// <summary>True when a position counts from behind its field, false when from the start of the payload.</summary>
    public bool IsRelative { get; init; }

    /// <summary>The steps of an element.</summary>
    public Step[] Element { get; init; } = [];

    /// <summary>Elements are copied as they are, all at once.</summary>
    public bool CopiesElements => Element is [{ Kind: StepKind.Copy }];
}
