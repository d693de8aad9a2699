using System.CommandLine;
using Braid.Cli.Demo;
using Braid.Cli.Terminal;
using Braid.Sessions.Recording;

namespace Braid.Cli.Verbs;

/// <summary><c>braid demo</c>: records the sample shop together with the kernel and shows what happened.</summary>
internal static class DemoVerb
{
    private const string ShopDuration = "3s";

    private static readonly Option<string?> s_output = new("--output", "-o")
    {
        Description = "The trace directory to make. Default: ./braid-trace-DATE-TIME.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var verb = new Command("demo", "Record the sample shop together with the kernel for a few seconds, and show what happened.") { s_output };
        verb.SetAction(arguments => Run(arguments.GetValue(s_output)));
        return verb;
    }

    private static int Run(string? output)
    {
        var shop = Path.Combine(AppContext.BaseDirectory, "samples", "Shop", "Shop.dll");
        if (!File.Exists(shop)) throw new UserError($"{shop}: the sample is missing; build with ./braid");
        var name = TraceDirectory.DefaultName("braid-trace", DateTimeOffset.UtcNow);
        var options = new RecordingOptions
        {
            Name = name,
            Directory = output ?? name,
            KernelEvents = ["sched_*", "block:*", "net:*", "exceptions:page_fault_*"],
            SystemCalls = ["*"],
            UserEvents = ["shop:*"],
        };
        using var status = new StatusLine();
        using var session = RecordingSession.Create(options, status.Print);
        var exitStatus = new RecordingRun(session, status) { Command = ["dotnet", shop, "--duration", ShopDuration], Duration = null }.Execute();
        if (exitStatus != 0) return exitStatus;
        using var text = Console.OpenStandardOutput();
        new DemoReport(session.Directory).Print(text);
        Console.WriteLine($"\nSee it all: braid view {session.Directory}    or: babeltrace2 {session.Directory}");
        return 0;
    }
}
