namespace Braid.Ctf.Text;

/// <summary>What babeltrace2 prints of the trace and the event class before the event's name (<c>-f</c>).</summary>
[Flags]
public enum TextFields
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The trace's name, which for LTTng is the host name.</summary>
    Trace = 1,

    /// <summary>The environment's <c>hostname</c>.</summary>
    HostName = 2,

    /// <summary>The environment's <c>domain</c>.</summary>
    Domain = 4,

    /// <summary>The environment's <c>procname</c>.</summary>
    ProcessName = 8,

    /// <summary>The environment's <c>vpid</c>.</summary>
    ProcessId = 16,

    /// <summary>The event class's log level.</summary>
    LogLevel = 32,

    /// <summary>The event class's EMF URI.</summary>
    Emf = 64,

    /// <summary>Everything.</summary>
    All = Trace | HostName | Domain | ProcessName | ProcessId | LogLevel | Emf,

    /// <summary>What babeltrace2 prints without <c>-f</c>.</summary>
    Default = HostName | ProcessName | ProcessId,
}
