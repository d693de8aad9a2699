namespace Braid.Sessions.Control;

/// <summary>Where the events of a session go.</summary>
public enum SessionKind
{
    /// <summary>Into a directory, as they come.</summary>
    Local,

    /// <summary>Nowhere until a snapshot is asked for; channels overwrite.</summary>
    Snapshot,

    /// <summary>Nowhere: for rules that only triggers look at.</summary>
    NoOutput,
}
