using System.CommandLine;
using Braid.Cli.Terminal;
using Braid.DotNet.Diagnostics;
using Braid.Sessions.Dotnet;

namespace Braid.Cli.Verbs;

/// <summary>What to record of .NET processes as they are.</summary>
internal sealed class DotnetOptions
{
    private readonly Option<string[]> _providers = new("--dotnet")
    {
        Description = "Events of unmodified .NET processes: the runtime, activities, log lines; or only PROVIDER[:KEYWORDS[:LEVEL[:ARGS]]], separated by commas, 'default' among them. With a COMMAND, of what it starts; else of -p, of --dotnet-name, or of all.",
        HelpName = "PROVIDERS",
    };

    private readonly Option<string?> _name = new("--dotnet-name")
    {
        Description = "Only .NET processes whose name this glob matches.",
        HelpName = "GLOB",
    };

    private readonly Option<bool> _stacks = new("--dotnet-stacks")
    {
        Description = "With --dotnet: a stack with each event. It then costs the program four to five times as much.",
    };

    private readonly Option<bool> _profile = new("--dotnet-profile")
    {
        Description = "With --dotnet: also sample the stacks of managed threads, each millisecond.",
    };

    public void AddTo(Command verb)
    {
        verb.Add(_providers);
        verb.Add(_name);
        verb.Add(_stacks);
        verb.Add(_profile);
    }

    /// <summary>The request; null when none was made.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="hasPid">Whether a process is named by its PID.</param>
    /// <param name="hasCommand">Whether a command is started.</param>
    public DotnetRequest? Request(ParseResult arguments, bool hasPid, bool hasCommand)
    {
        var name = arguments.GetValue(_name);
        var (stacks, profile) = (arguments.GetValue(_stacks), arguments.GetValue(_profile));
        if (arguments.GetValue(_providers) is not { Length: > 0 } lists)
            return name is null && !stacks && !profile ? null : throw new UserError("record: --dotnet-name, --dotnet-stacks and --dotnet-profile say what --dotnet records; name it too");
        if (name is not null && hasPid) throw new UserError("record: --dotnet-name and --pid exclude each other");
        try
        {
            List<ProviderRequest> providers = [.. lists.SelectMany(DotnetProviders.Parse)];
            if (profile) providers.Add(DotnetProviders.Profiler);
            return new()
            {
                Providers = providers,
                Stacks = stacks || profile,
                Name = name,
                IsForCommand = name is null && !hasPid && hasCommand,
            };
        }
        catch (FormatException e)
        {
            throw new UserError($"record: --dotnet: {e.Message}");
        }
    }
}
