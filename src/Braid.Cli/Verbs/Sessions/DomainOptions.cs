using System.CommandLine;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Verbs.Sessions;

/// <summary>The options that say where events come from: one of them has to be there.</summary>
internal sealed class DomainOptions(bool hasAgents)
{
    private readonly Option<bool> _kernel = new("--kernel", "-k") { Description = "Events of the kernel." };
    private readonly Option<bool> _user = new("--userspace", "-u") { Description = "Tracepoints of programs." };

    /// <summary>LTTng's domains of logging libraries, which are refused by name.</summary>
    private readonly List<Option<bool>> _agents = hasAgents
        ? [Agent("--jul", "-j"), Agent("--log4j", "-l"), Agent("--log4j2", "--log4j2"), Agent("--python", "-p")]
        : [];

    public IEnumerable<Symbol> All => [_kernel, _user, .. _agents];

    /// <summary>The domain asked for.</summary>
    /// <exception cref="UserError">None, several, or one that Braid does not have.</exception>
    public TracingDomain Get(ParseResult arguments)
    {
        if (_agents.Find(arguments.GetValue) is { } agent) throw new UserError($"{agent.Name}: Braid has no agents for logging libraries; .NET's loggers are recorded by 'braid record --dotnet'");
        var (kernel, user) = (arguments.GetValue(_kernel), arguments.GetValue(_user));
        if (kernel && user) throw new UserError("Multiple domains were specified");
        if (!kernel && !user) throw new UserError($"Please specify a domain (--kernel/--userspace{(hasAgents ? "/--jul/--log4j/--python" : "")}).");
        return kernel ? TracingDomain.Kernel : TracingDomain.User;
    }

    /// <summary>What LTTng calls a domain in its messages.</summary>
    public static string Name(TracingDomain domain) => domain == TracingDomain.Kernel ? "kernel" : "ust";

    private static Option<bool> Agent(string name, string alias)
    {
        const string description = "LTTng's agents, which Braid does not have.";
        return alias == name ? new Option<bool>(name) { Description = description } : new Option<bool>(name, alias) { Description = description };
    }
}
