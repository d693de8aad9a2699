namespace Braid.Rings;

/// <summary>
/// The one word that a ring turns on. It holds the committed position and who holds the ring:
/// <code>
/// bit   0..22  bytes used of the current sub-buffer, its header included; all ones: closed
/// bit  23..42  events in the current sub-buffer
/// bit  43..61  number of the current sub-buffer, modulo 2^19
/// bit     62   claimed by the recorder
/// bit     63   claimed by a thread of the program
/// </code>
/// Storing it with release order publishes everything written before and gives the ring back, in one store: a program
/// killed at any moment has either committed an event wholly or not at all.
/// </summary>
internal static class RingState
{
    public const ulong UsedMask = (1UL << 23) - 1;

    /// <summary>In the used bits: the sub-buffer is complete and the next is not open yet.</summary>
    public const ulong Closed = UsedMask;

    public const int EventsShift = 23;
    public const ulong EventsMask = (1UL << 20) - 1;
    public const ulong OneEvent = 1UL << EventsShift;

    public const int NumberShift = 43;
    public const ulong NumberMask = (1UL << 19) - 1;

    public const ulong RecorderClaim = 1UL << 62;
    public const ulong ProgramClaim = 1UL << 63;

    /// <summary>A state is claimed when it is at or above this.</summary>
    public const ulong Claimed = RecorderClaim;

    /// <summary>No sub-buffer yet: the one before number 0 is closed and empty.</summary>
    public const ulong Initial = (NumberMask << NumberShift) | Closed;

    public static ulong Used(ulong state) => state & UsedMask;

    public static uint Events(ulong state) => (uint)((state >> EventsShift) & EventsMask);

    public static uint Number(ulong state) => (uint)((state >> NumberShift) & NumberMask);

    public static bool IsClosed(ulong state) => Used(state) == Closed;

    /// <summary>The state in which sub-buffer <paramref name="number"/> holds its header only.</summary>
    public static ulong Open(uint number) => (number & NumberMask) << NumberShift | SubBufferHeader.Size;

    /// <summary>The same sub-buffer, closed.</summary>
    public static ulong Close(ulong state) => state | Closed;
}
