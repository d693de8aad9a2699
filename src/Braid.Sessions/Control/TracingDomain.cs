namespace Braid.Sessions.Control;

/// <summary>Where event rules look for events: LTTng's domains, as far as Braid has them.</summary>
public enum TracingDomain
{
    /// <summary>The kernel's tracepoints and system calls.</summary>
    Kernel,

    /// <summary>Programs with tracepoints; LTTng's <c>ust</c>.</summary>
    User,
}
