namespace Braid.Sessions;

/// <summary>
/// Where the events of one domain come from: it owns its buffers and writes its packets into its own
/// <see cref="DomainTrace"/>. A recording calls every member from one thread.
/// </summary>
public interface IEventSource : IDisposable
{
    /// <summary>Lets events be produced: those that begin after it returns are recorded or counted as lost.</summary>
    void Start();

    /// <summary>
    /// Moves what is ready into the trace: whole sub-buffers, and with <paramref name="flush"/> also those partly filled.
    /// </summary>
    /// <returns>The number of packets moved; 0 tells the caller that it may wait.</returns>
    /// <exception cref="IOException">The trace cannot be written; it ends with the last whole packet of each stream.</exception>
    int Drain(bool flush);

    /// <summary>Stops the production of events. What is in the buffers is still to be drained.</summary>
    void Stop();

    /// <summary>What has been moved and lost so far.</summary>
    SourceTotals Totals { get; }
}
