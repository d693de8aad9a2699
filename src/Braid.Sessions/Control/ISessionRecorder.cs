using Braid.Sessions.Recording;

namespace Braid.Sessions.Control;

/// <summary>What records for a <see cref="Session"/>. Called by one thread at a time; <see cref="Totals"/> by any.</summary>
public interface ISessionRecorder : IDisposable
{
    /// <summary>Per domain, as of the last round of the consumer.</summary>
    IReadOnlyList<DomainTotals> Totals { get; }

    /// <summary>Refuses a channel that could not be recorded.</summary>
    /// <exception cref="ControlException">Says why.</exception>
    void Check(Session session, TracingDomain domain, ChannelAttributes attributes);

    /// <summary>Begins to record what the session's enabled rules say, or goes on after <see cref="Stop"/>.</summary>
    /// <exception cref="RecordingException">That cannot be recorded.</exception>
    /// <exception cref="IOException">The directory or a kernel interface refused.</exception>
    void Start(Session session);

    /// <summary>Takes over changed rules, while it records or not.</summary>
    /// <exception cref="RecordingException">That cannot be recorded.</exception>
    void Apply(Session session);

    /// <summary>Stops; all that was recorded is in the trace when it returns.</summary>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    void Stop();
}
