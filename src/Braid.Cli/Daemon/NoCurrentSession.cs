using Braid.Cli.Terminal;

namespace Braid.Cli.Daemon;

/// <summary>A verb that needs a session was given none, and none is current. LTTng asks on standard output before it fails.</summary>
internal sealed class NoCurrentSession(string file) : UserError($"Can't find valid lttng config {file}")
{
    public const string Question = "Did you create a session? (lttng create <my_session>)";
}
