using System.CommandLine;
using Braid.Cli.Terminal;
using Braid.Sessions.Dotnet;

namespace Braid.Cli.Verbs;

/// <summary><c>braid attach</c>: makes the events of a running .NET program that knows nothing of Braid into tracepoints.</summary>
internal static class AttachVerb
{
    private static readonly Option<int> s_bridge = new("--bridge")
    {
        Description = "The .NET process (.NET 8 or later, not compiled to native code) to load the bridge into: code that runs in the program until it ends.",
        HelpName = "PID",
        Required = true,
    };

    private static readonly Option<string[]> s_providers = new("--provider")
    {
        Description = "Only EventSources, ActivitySources and Meters whose name matches this glob; '*' for all. Default: all but the EventSources of the framework. May be repeated.",
        HelpName = "GLOB",
    };

    private static readonly Option<bool> s_detach = new("--detach") { Description = "Let the bridge in the process listen to nothing any more." };

    public static Command Create()
    {
        var verb = new Command("attach", "Make events of a running .NET program (EventSource, activities, log lines, measurements) into tracepoints that record -u takes.") { s_bridge, s_providers, s_detach };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        var pid = arguments.GetValue(s_bridge);
        var providers = arguments.GetValue(s_providers) ?? [];
        var bridge = DotnetBridge.Of(pid);
        if (arguments.GetValue(s_detach))
        {
            if (providers.Length > 0) throw new UserError("attach: --provider and --detach exclude each other");
            bridge.TakeOff();
            Console.WriteLine($"process {pid}: the bridge listens to nothing");
            return 0;
        }

        bridge.PutOn(providers);
        Console.WriteLine($"process {pid}: its events are tracepoints; see 'braid list -u'");
        return 0;
    }
}
