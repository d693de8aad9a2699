namespace Braid.Ctf.Decoding;

/// <summary>One step of a decode plan.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Segment">The segment that starts here, or -1 inside variable parts.</param>
/// <param name="Alignment">Of the segment's start, in bits.</param>
/// <param name="Bits">Length of a run or of an element.</param>
/// <param name="Field">The field of the other kinds.</param>
/// <param name="IsBigEndian">The byte order of the last field of a run, which the next may share a byte with.</param>
internal readonly record struct PlanOperation(PlanOperationKind Kind, int Segment, int Alignment, long Bits, Field? Field, bool IsBigEndian = false)
{
    /// <summary>What must be left after the start: the length of a run; other kinds look for themselves.</summary>
    public long RunBits { get; } = Kind == PlanOperationKind.Run ? Bits : 0;
}
