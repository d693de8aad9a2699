using Braid.Sessions.Recording;

namespace Braid.Sessions.Control;

/// <summary>
/// The sessions of a daemon. Thread-safe: commands come one at a time, as LTTng's daemon takes them. A user sees and names
/// only sessions of its own; root those of all.
/// </summary>
public sealed class SessionRegistry(Func<ISessionRecorder> createRecorder) : IDisposable
{
    private readonly Lock _lock = new();

    /// <summary>In the order in which they were created. Owned by who holds the lock.</summary>
    private readonly List<Session> _sessions = [];

    /// <summary>Creates a session.</summary>
    /// <param name="name">Its name; null for <c>auto-DATE-TIME</c>.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="kind">Where its events go.</param>
    /// <param name="output">An absolute path; null for <c>NAME-DATE-TIME</c> in <paramref name="home"/><c>/lttng-traces</c>.</param>
    /// <param name="home">The owner's home directory.</param>
    /// <exception cref="ControlException">The name is taken or cannot be one.</exception>
    public SessionInfo Create(string? name, uint owner, SessionKind kind, string? output, string home)
    {
        if (name is not null && (name.Length is 0 or > 255 || name.AsSpan().ContainsAny('/', '\0'))) throw new ControlException(ControlError.InvalidSessionName);
        var directory = TraceDirectory.DefaultName(name ?? "auto", DateTimeOffset.UtcNow);
        name ??= directory;
        if (kind == SessionKind.NoOutput) output = "";
        lock (_lock)
        {
            // Names are unique for all users, as in LTTng: a path or a file that is made of one is then, too.
            if (_sessions.Exists(s => s.Name == name)) throw new ControlException(ControlError.SessionExists);
            var session = new Session(name, owner, kind, output ?? Path.Combine(home, "lttng-traces", directory), createRecorder());
            _sessions.Add(session);
            return SessionInfo.Of(session);
        }
    }

    /// <summary>The sessions that <paramref name="user"/> may see.</summary>
    public IReadOnlyList<SessionInfo> List(uint user)
    {
        lock (_lock) return [.. _sessions.Where(s => MaySee(user, s)).Select(SessionInfo.Of)];
    }

    /// <summary>Does something with a session of <paramref name="user"/> while nobody else does.</summary>
    /// <exception cref="ControlException">There is no such session, or what <paramref name="action"/> throws.</exception>
    public T With<T>(uint user, string name, Func<Session, T> action)
    {
        lock (_lock) return action(Find(user, name));
    }

    /// <summary>Ends a session; its trace stays.</summary>
    /// <exception cref="ControlException">There is no such session, or what was recorded last could not be written.</exception>
    public void Destroy(uint user, string name)
    {
        lock (_lock)
        {
            var session = Find(user, name);
            _sessions.Remove(session);
            session.Destroy();
        }
    }

    /// <summary>Ends all sessions.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var session in _sessions) session.Destroy();
            _sessions.Clear();
        }
    }

    private static bool MaySee(uint user, Session session) => user == 0 || user == session.Owner;

    private Session Find(uint user, string name) =>
        _sessions.Find(s => s.Name == name && MaySee(user, s)) ?? throw new ControlException(ControlError.SessionNotFound);
}
