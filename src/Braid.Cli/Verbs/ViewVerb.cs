using System.CommandLine;
using Braid.Cli.Filtering;
using Braid.Cli.Profiles;
using Braid.Cli.Reading;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;
using Braid.Ctf.Export;
using Braid.Ctf.Text;

namespace Braid.Cli.Verbs;

/// <summary><c>braid view</c>: a trace as text, in the bytes of <c>babeltrace2</c> with the same options; or as JSON or CSV.</summary>
internal static class ViewVerb
{
    private static readonly Option<bool> s_cycles = new("--clock-cycles") { Description = "Print times in clock cycles." };
    private static readonly Option<bool> s_seconds = new("--clock-seconds") { Description = "Print times as SEC.NS instead of hh:mm:ss.nnnnnnnnn." };
    private static readonly Option<bool> s_date = new("--clock-date") { Description = "Print dates." };
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

    private static readonly Option<ViewFormat> s_format = ValueOption.Choice<ViewFormat>(
        "--output", "FORMAT", "text (default); json: an object per line; csv: a table; collapsed: the stacks of samples with their counts. See docs/formats/json.md and csv.md, docs/probes.md.",
        [("text", ViewFormat.Text), ("json", ViewFormat.Json), ("csv", ViewFormat.Csv), ("collapsed", ViewFormat.Collapsed)], "; a path to write to goes after -w", "-o");

    private static readonly Option<string?> s_path = new("-w")
    {
        Description = "Write to PATH instead of standard output, which is '-'.",
        HelpName = "PATH",
    };

    private static readonly Option<ColorChoice> s_color = ValueOption.Choice<ColorChoice>(
        "--color", "WHEN", "auto (default): in colour on a terminal; always; never.",
        [("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never)]);

    private static readonly TimeOptions s_time = new();
    private static readonly EventOptions s_events = new();
    private static readonly TraceOptions s_traces = new();

    public static Command Create()
    {
        var verb = new Command("view", "Print a trace as babeltrace2 does, or as JSON or CSV.")
        {
            s_cycles, s_seconds, s_date, s_noDelta, s_color, s_names, s_fields, s_format, s_path,
        };
        s_time.AddTo(verb);
        s_events.AddTo(verb);
        s_traces.AddTo(verb);
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
            ClockGmt = s_time.IsUtc(arguments),
            Delta = !arguments.GetValue(s_noDelta),
            Color = IsColored(arguments),
            Names = TextLists.Names(arguments.GetValue(s_names)),
            Fields = TextLists.Fields(arguments.GetValue(s_fields)),
        };
        var window = s_time.Window(arguments);
        using var traces = s_traces.Open(arguments);
        var filter = s_events.Filter(arguments, traces);
        var path = arguments.GetValue(s_path);
        var isFile = path is not (null or "-");
        var reading = new TraceReading(traces, filter, window) { Work = isFile || Console.IsOutputRedirected ? "reading" : null, Options = s_traces.Read(arguments) };
        using var output = isFile ? File.Create(path!) : OutputStream.StandardOutput;
        var errors = OutputStream.StandardError;
        try
        {
            using var text = new TextPrinter(options, output, errors);
            if (arguments.GetValue(s_format) == ViewFormat.Text) return reading.Run(cursor => text.Print(cursor), text.Flush);
            using var printer = Printer(arguments.GetValue(s_format), output, traces, filter);
            using var warnings = new TextPrinter(options, Stream.Null, errors);
            return reading.Run(
                cursor =>
                {
                    if (cursor.Kind == MessageKind.Event) printer.Print(cursor);
                    else warnings.Print(cursor);
                },
                printer.Flush);
        }
        catch (IOException e) when (Errors.IsBrokenPipe(e))
        {
            return 0; // whoever read us has seen enough
        }
    }

    /// <summary>As babeltrace2, in colour only when both outputs are a terminal that knows colours.</summary>
    private static bool IsColored(ParseResult arguments) => arguments.GetValue(s_color) switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ => arguments.GetValue(s_path) is null or "-" && !Console.IsOutputRedirected && !Console.IsErrorRedirected
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
    };

    private static IEventPrinter Printer(ViewFormat format, Stream output, TraceSet traces, EventFilter filter) => format switch
    {
        ViewFormat.Json => new JsonPrinter(output),
        ViewFormat.Collapsed => new CollapsedPrinter(output),
        _ => new CsvPrinter(output, traces, known => filter.AcceptsName(known.Name)),
    };
}
