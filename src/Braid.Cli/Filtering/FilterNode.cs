using Braid.Ctf.Decoding;

namespace Braid.Cli.Filtering;

/// <summary>A part of a filter that is bound to an event class. Evaluation allocates nothing.</summary>
internal abstract class FilterNode
{
    /// <summary>The value for the event that <paramref name="cursor"/> stands on.</summary>
    public abstract FilterValue Evaluate(EventCursor cursor);
}
