namespace Braid.Ctf.Decoding;

/// <summary>How much room an event takes.</summary>
public sealed partial class EventCursor
{
    /// <summary>The size of the current event with its header, its contexts and the padding before it, in bits.</summary>
    public long EventBits => _position - _headerStart;
}
