using System.CommandLine;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Cli.Verbs;

/// <summary><c>braid view</c>: a trace as text, in the bytes of <c>babeltrace2</c> with the same options.</summary>
internal static class ViewVerb
{
    private static readonly Option<bool> s_cycles = new("--clock-cycles") { Description = "Print times in clock cycles." };
    private static readonly Option<bool> s_seconds = new("--clock-seconds") { Description = "Print times as SEC.NS instead of hh:mm:ss.nnnnnnnnn." };
    private static readonly Option<bool> s_date = new("--clock-date") { Description = "Print dates." };
    private static readonly Option<bool> s_gmt = new("--clock-gmt") { Description = "Print and read times in UTC." };
    private static readonly Option<bool> s_noDelta = new("--no-delta") { Description = "Do not print the time since the event before." };

    private static readonly Option<string[]> s_names = new("--names", "-n")
    {
        Description = "Names to print: payload (arg, args), context (ctx), scope, header, all, none; separated by commas.",
        HelpName = "NAME[,NAME]…",
    };

    private static readonly Option<string[]> s_fields = new("--fields", "-f")
    {
        Description = "Print all, trace, trace:hostname, trace:domain, trace:procname, trace:vpid, loglevel, emf; separated by commas.",
        HelpName = "FIELD[,FIELD]…",
    };

    private static readonly Option<TimeBound?> s_begin = Bound("--begin", "-b", "Skip events before: [YYYY-MM-DD [hh:mm:]]ss[.n].");
    private static readonly Option<TimeBound?> s_end = Bound("--end", "-e", "Stop after: [YYYY-MM-DD [hh:mm:]]ss[.n].");

    private static readonly Option<string?> s_output = new("--output", "-w") { Description = "Write to PATH instead of standard output.", HelpName = "PATH" };

    private static readonly Argument<string[]> s_traces = new("DIR")
    {
        Description = "Directories with CTF traces in or below them.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var verb = new Command("view", "Print a trace as babeltrace2 does.")
        {
            s_cycles, s_seconds, s_date, s_gmt, s_noDelta, s_names, s_fields, s_begin, s_end, s_output, s_traces,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        var options = new TextOptions
        {
            ClockCycles = arguments.GetValue(s_cycles),
            ClockSeconds = arguments.GetValue(s_seconds),
            ClockDate = arguments.GetValue(s_date),
            ClockGmt = arguments.GetValue(s_gmt),
            Delta = !arguments.GetValue(s_noDelta),
            Names = TextLists.Names(arguments.GetValue(s_names)),
            Fields = TextLists.Fields(arguments.GetValue(s_fields)),
            Begin = arguments.GetValue(s_begin),
            End = arguments.GetValue(s_end),
        };
        using var traces = TraceSet.Open(arguments.GetValue(s_traces)!);
        using var output = arguments.GetValue(s_output) is { } path ? File.Create(path) : Console.OpenStandardOutput();
        using var errors = Console.OpenStandardError();
        using var printer = new TextPrinter(options, output, errors);
        var reader = traces.Read();
        try
        {
            printer.Print(reader);
        }
        catch (IOException e) when (Errors.IsBrokenPipe(e))
        {
            return 0; // whoever read us has seen enough
        }

        return Faults.Report(reader);
    }

    private static Option<TimeBound?> Bound(string name, string alias, string description) => new(name, alias)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = r =>
        {
            if (TimeBound.TryParse(r.Tokens[0].Value, out var bound)) return bound;
            r.AddError($"'{r.Tokens[0].Value}' is not a time such as 17:30:05.25, 2026-01-31 17:30:05 or 1767225600.5");
            return null;
        },
    };
}
