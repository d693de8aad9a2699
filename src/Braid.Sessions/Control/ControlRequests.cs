namespace Braid.Sessions.Control;

/// <summary>Body of <c>POST /v1/sessions</c>.</summary>
/// <param name="Home">The directory in which <c>lttng-traces</c> is, an absolute path.</param>
/// <param name="Name">Null for a name made of the time.</param>
/// <param name="Kind">Where the events go.</param>
/// <param name="Output">An absolute path; null for one in <paramref name="Home"/>.</param>
public sealed record CreateSession(string Home, string? Name = null, SessionKind Kind = SessionKind.Local, string? Output = null);

/// <summary>Body of <c>POST /v1/sessions/NAME/channels</c>.</summary>
/// <param name="Domain">Where its events come from.</param>
/// <param name="Name">Its name.</param>
/// <param name="Attributes">What it is made with; null for the defaults, and to disable it.</param>
public sealed record ChannelRequest(TracingDomain Domain, string Name, ChannelAttributes? Attributes = null);

/// <summary>Body of <c>POST /v1/sessions/NAME/events</c>.</summary>
/// <param name="Domain">Where the events come from.</param>
/// <param name="Rule">Which events.</param>
/// <param name="Channel">Null for the default one.</param>
public sealed record EventRequest(TracingDomain Domain, EventRule Rule, string? Channel = null);

/// <summary>Body of <c>POST /v1/sessions/NAME/events/disable</c>.</summary>
/// <param name="Domain">Where the events come from.</param>
/// <param name="Pattern">As the rules were made with; null for all.</param>
/// <param name="Channel">Null for the default one.</param>
public sealed record DisableEventRequest(TracingDomain Domain, string? Pattern = null, string? Channel = null);

/// <summary>Body of <c>POST /v1/sessions/NAME/contexts</c>.</summary>
/// <param name="Domain">Whose events it goes with.</param>
/// <param name="Type">As <c>add-context -t</c> takes it.</param>
/// <param name="Channel">Null for all of the domain.</param>
public sealed record ContextRequest(TracingDomain Domain, string Type, string? Channel = null);

/// <summary>Answer that names the channel that a rule is in.</summary>
/// <param name="Channel">Its name.</param>
public sealed record ChannelAnswer(string Channel);

/// <summary>Answer to what is refused.</summary>
/// <param name="Code">Why: a number of <see cref="ControlError"/>.</param>
/// <param name="Message">One line.</param>
public sealed record ErrorAnswer(ControlError Code, string Message);

/// <summary>Answer to <c>GET /v1</c>.</summary>
/// <param name="Version">Of the daemon.</param>
/// <param name="Pid">Of the daemon.</param>
public sealed record DaemonInfo(string Version, int Pid);
