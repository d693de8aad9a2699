using System.CommandLine;
using Braid.Cli.Verbs;
using Braid.Cli.Verbs.Sessions;

namespace Braid.Cli;

/// <summary>The verbs of braid.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Traces the Linux kernel and user space into one CTF trace, without a kernel module.")
    {
        RecordVerb.Create(),
        CreateVerb.Create(),
        ChannelVerbs.Enable(),
        ChannelVerbs.Disable(),
        EnableEventVerb.Create(),
        DisableEventVerb.Create(),
        AddContextVerb.Create(),
        StartStopVerbs.Start(),
        StartStopVerbs.Stop(),
        DestroyVerb.Create(),
        StartStopVerbs.SetSession(),
        StatusVerb.Create(),
        AttachVerb.Create(),
        CrashVerb.Create(),
        ViewVerb.Create(),
        ConvertVerb.Create(),
        StatVerb.Create(),
        MetadataVerb.Create(),
        ListVerb.Create(),
        DaemonVerb.Create(),
        DoctorVerb.Create(),
        DemoVerb.Create(),
        VerbsPageVerb.Create(),
    };
}
