using System.CommandLine;
using Braid.Cli.Terminal;
using Braid.DotNet.Diagnostics;
using Braid.Sessions.Dotnet;

namespace Braid.Cli.Verbs;

/// <summary>What <c>record</c> takes of unmodified .NET processes.</summary>
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
        foreach (var option in (Option[])[_providers, _name, _stacks, _profile]) verb.Options.Add(option);
    }

    /// <summary>What the user asked for; null for nothing.</summary>
    public DotnetRequest? Request(ParseResult arguments, int? pid, bool hasCommand)
    {
        var name = arguments.GetValue(_name);
        var (stacks, profile) = (arguments.GetValue(_stacks), arguments.GetValue(_profile));
        if (arguments.GetValue(_providers) is not { Length: > 0 } lists)
            return name is null && !stacks && !profile ? null : throw new UserError("record: --dotnet-name, --dotnet-stacks and --dotnet-profile say what --dotnet records; name it too");
        if (name is not null && pid is not null) throw new UserError("record: --dotnet-name and --pid exclude each other");
        try
        {
            List<ProviderRequest> providers = [.. lists.SelectMany(DotnetProviders.Parse)];
            if (profile) providers.Add(DotnetProviders.Profiler);
            return new()
            {
                Providers = providers,
                Stacks = stacks || profile,
                Name = name,
                IsForCommand = name is null && pid is null && hasCommand,
            };
        }
        catch (FormatException e)
        {
            throw new UserError($"record: --dotnet: {e.Message}");
        }
    }
}
