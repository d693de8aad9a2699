using System.CommandLine;
using Braid.Sessions.Probes;
using Braid.Sessions.Recording;

namespace Braid.Cli.Verbs;

/// <summary>The probes that <c>record</c> places: <see cref="ProbeNotation"/>.</summary>
internal sealed class ProbeOptions
{
    private readonly Option<string[]> _user = new("--userspace-probe")
    {
        Description = "Place a probe in a program or library: 'PATH:SYMBOL', 'sdt:PATH:PROVIDER:NAME'; docs/probes.md. May be repeated.",
        HelpName = "PROBE",
    };

    private readonly Option<string[]> _kernel = new("--probe")
    {
        Description = "Place a probe in the kernel: 'SYMBOL+0x10', 'SYMBOL%return'. May be repeated.",
        HelpName = "PROBE",
    };

    private readonly Option<string[]> _functions = new("--function")
    {
        Description = "Record entry and return of a function of the kernel: NAME_entry and NAME_return. May be repeated.",
        HelpName = "SYMBOL",
    };

    public void AddTo(Command verb)
    {
        verb.Add(_user);
        verb.Add(_kernel);
        verb.Add(_functions);
    }

    /// <summary>Adds the probes to what is recorded.</summary>
    public RecordingOptions Apply(ParseResult arguments, RecordingOptions options) => options with
    {
        UserProbes = [.. (arguments.GetValue(_user) ?? []).Select(ProbeNotation.User)],
        KernelProbes =
        [
            .. (arguments.GetValue(_kernel) ?? []).Select(ProbeNotation.Kernel),
            .. (arguments.GetValue(_functions) ?? []).Select(ProbeNotation.Kernel).SelectMany(EntryAndReturn),
        ],
    };

    private static IEnumerable<KernelProbe> EntryAndReturn(KernelProbe function) =>
    [
        function with { EventName = $"{function.TraceName}_entry" },
        function with { EventName = $"{function.TraceName}_return", IsReturn = true, Arguments = [] },
    ];
}
