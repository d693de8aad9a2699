namespace Braid.Ctf.Decoding;

/// <summary>Where in its packet a cursor stands, for statistics.</summary>
public sealed partial class EventCursor
{
    /// <summary>The number of the current packet in its stream, from 0.</summary>
    public int PacketNumber => _nextPacket - 1;

    /// <summary>The end of the current event, in bits from the packet's start.</summary>
    public long EventEnd => _position;

    /// <summary>The start of the packet's first event, in bits from the packet's start. Costs a walk over the packet context.</summary>
    public long FirstEventStart
    {
        get
        {
            var position = _contextStart;
            if (_layout!.PacketContext is { } context) Pass(context.Root, ref position);
            return position;
        }
    }
}
