namespace Braid.Sessions;

/// <summary>
/// A source that can keep events in its buffers, the newest replacing the oldest, until they are asked for. Then
/// <see cref="IEventSource.Drain"/> moves nothing and sees to what starts and ends meanwhile.
/// </summary>
public interface ISnapshotSource : IEventSource
{
    /// <summary>
    /// Moves what the buffers hold, and no snapshot before it has, into new traces, and finishes those. Events are produced
    /// meanwhile unless <see cref="IEventSource.Stop"/> was called.
    /// </summary>
    /// <returns>The number of packets.</returns>
    /// <exception cref="IOException">A trace cannot be written.</exception>
    int TakeSnapshot();
}
