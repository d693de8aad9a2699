namespace Braid.Ctf.Decoding;

/// <summary>What of an event class's plan leads to the next event, close together; see <see cref="StreamLayout.Usual"/>.</summary>
/// <param name="Bits">Length of what is fixed after the header; more than any packet has for a class whose events are not usual.</param>
/// <param name="Segment">The segment of what is fixed.</param>
/// <param name="Index">The place in <see cref="StreamLayout.Layouts"/>.</param>
/// <param name="HasRest">Whether more follows.</param>
internal readonly record struct UsualEvent(long Bits, int Segment, int Index, bool HasRest)
{
    /// <summary>An event class that has to be looked at closely.</summary>
    public static readonly UsualEvent None = new(1L << 62, BodyPlan.NoSegment, -1, false);
}
