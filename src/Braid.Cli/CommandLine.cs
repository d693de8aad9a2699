using System.CommandLine;
using Braid.Cli.Verbs;

namespace Braid.Cli;

/// <summary>The verbs of braid.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Traces the Linux kernel and user space into one CTF trace, without a kernel module.")
    {
        RecordVerb.Create(),
        AttachVerb.Create(),
        CrashVerb.Create(),
        ViewVerb.Create(),
        ConvertVerb.Create(),
        StatVerb.Create(),
        MetadataVerb.Create(),
        ListVerb.Create(),
        DoctorVerb.Create(),
        DemoVerb.Create(),
        VerbsPageVerb.Create(),
    };
}
